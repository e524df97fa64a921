--- What the commands share: the client of a buffer, and how it is asked.
local M = {}

--- JSON-RPC's code for a method that the other side doesn't have.
local METHOD_NOT_FOUND = -32601

--- The client that serves a buffer.
---@param buffer integer?
---@return vim.lsp.Client?
function M.client(buffer)
  return vim.lsp.get_clients({ bufnr = buffer or 0, name = 'prosody_ls' })[1]
end

---@param message string
function M.complain(message)
  vim.notify('prosody-ls: ' .. message, vim.log.levels.WARN)
end

--- Asks the server that serves a buffer; `take` gets what it answers. Says why if there is no answer.
---@param method string
---@param params table
---@param buffer integer
---@param take fun(result: any)
---@param quiet boolean? without a word about failures
function M.ask(method, params, buffer, take, quiet)
  local complain = quiet and function() end or M.complain
  local client = M.client(buffer)
  if not client then
    return complain("doesn't serve this buffer; see :checkhealth prosody_ls")
  end
  client:request(method, params, function(err, result)
    if not err then
      take(result)
    elseif err.code == METHOD_NOT_FOUND then
      complain(("the server doesn't know %s: it is older than this plugin"):format(method))
    else
      complain(err.message)
    end
  end, buffer)
end

--- The parameters that name a buffer's document.
---@param buffer integer
function M.document(buffer)
  return { textDocument = { uri = vim.uri_from_bufnr(buffer) } }
end

return M
