--- One line for a status line: the profile that is shown, and the Prosody that it is for.
local M = {}

---@type table<integer, string> by client
local known = {}
---@type table<integer, boolean> by client
local asked = {}

--- Drops what is known of a client's profile.
---@param client_id integer
function M.forget(client_id)
  known[client_id] = nil
  asked[client_id] = nil
  vim.cmd.redrawstatus({ bang = true })
end

--- Such as `staging, Prosody 0.12`; empty where prosody-ls serves nothing, or doesn't say.
---@param buffer integer?
---@return string
function M.line(buffer)
  local prosody_ls = require('prosody_ls')
  buffer = buffer and buffer ~= 0 and buffer or vim.api.nvim_get_current_buf()
  local client = prosody_ls.client(buffer)
  if not client then
    return ''
  end
  if not asked[client.id] then
    asked[client.id] = true
    prosody_ls.ask('prosody-ls/profiles', prosody_ls.document(buffer), buffer, function(answer)
      known[client.id] = ('%s, Prosody %s'):format(answer.active, answer.prosody)
      vim.cmd.redrawstatus({ bang = true })
    end, true)
  end
  return known[client.id] or ''
end

return M
