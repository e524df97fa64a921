-- What a user of Neovim sees of prosody-ls. Run by neovim.sh; prints one line for each check; exit status 0 if all hold.
local file = vim.fs.normalize(vim.fn.fnamemodify(_G.arg[1], ':p'))
local server = assert(os.getenv('PROSODY_LS'))
local failures = 0

local function check(name, holds, detail)
  io.stdout:write(holds and 'ok   ' or 'FAIL ', name, detail and (': ' .. detail) or '', '\n')
  if not holds then
    failures = failures + 1
  end
  return holds
end

local function eventually(name, condition)
  return check(name, (vim.wait(10000, condition, 20)))
end

vim.lsp.config('prosody_ls', { cmd = { server } })
vim.lsp.enable('prosody_ls')
vim.cmd('filetype on')

-- Other Lua files are none of its business.
vim.cmd.edit(vim.fn.fnameescape(vim.fs.joinpath(vim.fs.dirname(file), 'other.lua')))
vim.wait(200)
check('other Lua files are left alone', #vim.lsp.get_clients({ bufnr = 0 }) == 0)

-- Neovim shows nothing for an empty list, so the notification itself is looked at.
local published = {}
local show = vim.lsp.handlers['textDocument/publishDiagnostics']
vim.lsp.handlers['textDocument/publishDiagnostics'] = function(err, params, ctx, config)
  published[params.uri] = params
  return show(err, params, ctx, config)
end

vim.cmd.edit(vim.fn.fnameescape(file))
local buffer = vim.api.nvim_get_current_buf()
local uri = vim.uri_from_bufnr(buffer)
local client
local attached = eventually('the server attaches', function()
  client = vim.lsp.get_clients({ bufnr = buffer, name = 'prosody_ls' })[1]
  return client ~= nil and client.initialized
end)

if attached then
  check('the folder is the one with prosody.cfg.lua', client.root_dir == vim.fs.dirname(vim.fs.dirname(file)), client.root_dir)
  eventually('diagnostics arrive', function()
    return published[uri] ~= nil
  end)

  local function ask(method, params)
    local position = { textDocument = { uri = uri }, position = { line = 0, character = 1 } }
    local answer = client:request_sync(method, params or position, 5000, buffer)
    return answer ~= nil and answer.err == nil, answer
  end
  for _, method in ipairs({ 'hover', 'definition', 'completion', 'documentSymbol' }) do
    check(method .. ' is answered', (ask('textDocument/' .. method)))
  end

  -- The server's text is the buffer's after edits of several kinds.
  vim.api.nvim_buf_set_lines(buffer, 1, 1, false, { 'limits = { c2s = { rate = "10kb/s" } } -- ü 😀' })
  vim.api.nvim_buf_set_text(buffer, 1, 0, 1, 6, { 'limit', 's' })
  vim.cmd('normal! ggdd')
  vim.cmd('silent! undo')
  local newest = vim.lsp.util.buf_versions[buffer]
  eventually('diagnostics follow edits', function()
    newest = vim.lsp.util.buf_versions[buffer]
    return published[uri].version == newest
  end)
  local _, text = ask('prosody-ls/text', { textDocument = { uri = uri } })
  local expected = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n') .. '\n'
  check("the server's text is the buffer's", text.result == expected, text.result ~= expected and vim.inspect(text) or nil)

  client:stop()
  eventually('the server stops', function()
    return client:is_stopped()
  end)
end
os.exit(failures == 0 and 0 or 1)
