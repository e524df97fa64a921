local prosody_ls = require('prosody_ls')

local function place(location)
  local path = vim.fn.fnamemodify(vim.uri_to_fname(location.uri), ':.')
  return ('%s:%d'):format(path, location.range.start.line + 1)
end

local function section(host)
  return host == '*' and 'the global section' or host
end

local function render(answer)
  local lines, places = {}, {}
  local function add(line, location)
    lines[#lines + 1] = line:gsub('\n', ' ')
    places[#lines] = location
  end
  add(('%s of %s'):format(answer.option, section(answer.host)))
  add(('= %s'):format(answer.value or '?'))
  if answer.from ~= answer.host then
    add(('  from %s'):format(section(answer.from)))
  end
  add('')
  for number, step in ipairs(answer.steps) do
    add(('%d. %s  [%s]'):format(number, place(step.location), step.fate), step.location)
    add(('   %s%s'):format(step.adds and 'adds ' or '', step.value or '?'), step.location)
    for _, name in ipairs({ 'layer', 'condition', 'race' }) do
      if step[name] then
        add(('   %s: %s'):format(name, step[name]), step.location)
      end
    end
  end
  for _, other in ipairs(answer.elsewhere or {}) do
    local value = other.value == vim.NIL and nil or other.value
    add(('in %s: %s'):format(table.concat(other.profiles, ', '), value or 'not set'))
  end
  return lines, places
end

--- `:Prosody chain`: shows all assignments of the option under the cursor, from the first to the one that wins.
--- <CR> on one goes there.
---@param buffer integer
return function(buffer)
  local client = prosody_ls.client(buffer)
  local params = vim.lsp.util.make_position_params(0, client and client.offset_encoding or 'utf-16')
  -- Follow the place where the text moves.
  local namespace = vim.api.nvim_create_namespace('prosody_ls')
  local row, column = unpack(vim.api.nvim_win_get_cursor(0))
  local mark = vim.api.nvim_buf_set_extmark(buffer, namespace, row - 1, column, {})
  local opened = false
  require('prosody_ls.views').open('chain', 'prosody_chain', buffer, function(show)
    local now = vim.api.nvim_buf_get_extmark_by_id(buffer, namespace, mark, {})
    local line = now[1] and vim.api.nvim_buf_get_lines(buffer, now[1], now[1] + 1, false)[1]
    if line then
      local encoding = client and client.offset_encoding or 'utf-16'
      local character = vim.str_utfindex(line, encoding, math.min(now[2], #line), false)
      params.position = { line = now[1], character = character }
    end
    prosody_ls.ask('prosody-ls/chain', params, buffer, function(answer)
      if answer then
        opened = true
        show(render(answer))
      elseif opened then
        show({ 'No option stands there any more.' })
      else
        prosody_ls.complain('no option under the cursor')
      end
    end)
  end)
end
