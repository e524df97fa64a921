--- With `vim.g.prosody_ls = { alone = true }`, general servers for Lua are kept off Prosody's configuration: they take every
--- option for a global variable that nobody declares.
local M = {}

--- The names that configurations give such servers.
local GENERAL = { lua_ls = true, ['lua-language-server'] = true, emmylua_ls = true }

---@param buffer integer
---@param client_id integer
function M.attached(buffer, client_id)
  local wanted = type(vim.g.prosody_ls) == 'table' and vim.g.prosody_ls.alone
  local client = wanted and vim.lsp.get_client_by_id(client_id)
  if client and GENERAL[client.name] and vim.api.nvim_buf_get_name(buffer):match('%.cfg%.lua$') then
    vim.schedule(function()
      if vim.api.nvim_buf_is_valid(buffer) and vim.lsp.buf_is_attached(buffer, client_id) then
        vim.lsp.buf_detach_client(buffer, client_id)
        vim.diagnostic.reset(vim.lsp.diagnostic.get_namespace(client_id), buffer)
      end
    end)
  end
end

return M
