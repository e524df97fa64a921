local prosody_ls = require('prosody_ls')

--- `:Prosody effective [HOST]`: shows the configuration that all files together amount to, as one file. It follows edits.
---@param buffer integer
---@param host string?
return function(buffer, host)
  local params = prosody_ls.document(buffer)
  params.host = host
  require('prosody_ls.views').open('effective/' .. (host or ''), 'lua', buffer, function(show)
    prosody_ls.ask('prosody-ls/effectiveConfiguration', params, buffer, function(answer)
      local lines = vim.split(answer.text, '\n', { plain = true })
      if lines[#lines] == '' then
        lines[#lines] = nil
      end
      for _, reason in ipairs(answer.leftOut) do
        lines[#lines + 1] = '-- left out: ' .. reason:gsub('\n', ' ')
      end
      show(lines)
    end)
  end)
end
