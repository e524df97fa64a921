local prosody_ls = require('prosody_ls')

local function choose(buffer, name)
  local params = { command = 'prosody-ls.chooseProfile', arguments = { name or vim.NIL } }
  prosody_ls.ask('workspace/executeCommand', params, buffer, function()
    local client = prosody_ls.client(buffer)
    if client then
      require('prosody_ls.status').forget(client.id)
    end
  end)
end

--- `:Prosody profile [NAME]`: chooses the profile under which the configuration is read, from a menu if none is named.
---@param buffer integer
---@param name string?
return function(buffer, name)
  if name then
    return choose(buffer, name)
  end
  prosody_ls.ask('prosody-ls/profiles', prosody_ls.document(buffer), buffer, function(answer)
    vim.ui.select(answer.profiles, {
      prompt = ('Profile (now %s, Prosody %s)'):format(answer.active, answer.prosody),
      format_item = function(profile)
        local mark = profile.name == answer.active and '* ' or '  '
        return mark .. profile.name .. (profile.detail and (' – ' .. profile.detail) or '')
      end,
    }, function(profile)
      if profile then
        choose(buffer, profile.origin ~= 'default' and profile.name or nil)
      end
    end)
  end)
end
