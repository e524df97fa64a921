local prosody_ls = require('prosody_ls')

local WORDS = { include = 'includes', loader = 'loads', script = 'runs' }

local function render(answer)
  local lines, places = {}, {}
  local function add(line, file)
    lines[#lines + 1] = line
    places[#lines] = file and { uri = file.uri, range = { start = { line = 0, character = 0 }, ['end'] = { line = 0, character = 0 } } }
  end
  add(('Profile %s, layout %s'):format(answer.profile, answer.layout))
  if #answer.layers > 0 then
    add('Layers: ' .. table.concat(answer.layers, ' < '))
  end
  add('')
  for index, file in ipairs(answer.files) do
    local layer = file.layer and (' (%s)'):format(file.layer) or ''
    add(file.name .. layer .. (file.loaded and '' or '  – not loaded'), file)
    for _, load in ipairs(answer.loads) do
      local to = load.from == index - 1 and answer.files[load.to + 1]
      if to then
        add(('    %s %s%s'):format(WORDS[load.kind] or load.kind, to.name, load.wildcard and ' (by a wildcard)' or ''), to)
      end
    end
  end
  return lines, places
end

--- `:Prosody graph`: shows the files of the tree in the order of their layers, and which loads which.
---@param buffer integer
return function(buffer)
  require('prosody_ls.views').open('graph', 'prosody_graph', buffer, function(show)
    prosody_ls.ask('prosody-ls/graph', prosody_ls.document(buffer), buffer, function(answer)
      show(render(answer))
    end)
  end)
end
