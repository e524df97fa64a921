-- What Neovim reads at start: the command `:Prosody` and two hooks. Everything else is loaded when it is used.
if vim.g.loaded_prosody_ls then
  return
end
vim.g.loaded_prosody_ls = true

if vim.fn.has('nvim-0.11') == 0 then
  vim.notify('prosody_ls: needs Neovim 0.11; see :help prosody_ls-older', vim.log.levels.WARN)
  return
end

vim.api.nvim_create_user_command('Prosody', function(call)
  require('prosody_ls.commands').run(call.fargs)
end, {
  nargs = '+',
  complete = function(_, line)
    return require('prosody_ls.commands').complete(line)
  end,
  desc = 'Ask prosody-ls about the configuration in this buffer',
})

-- The server says so when anything may mean something else than before.
vim.lsp.handlers['prosody-ls/changed'] = function(_, _, context)
  require('prosody_ls.views').refresh(context.client_id)
  require('prosody_ls.status').forget(context.client_id)
end

vim.api.nvim_create_autocmd('LspAttach', {
  group = vim.api.nvim_create_augroup('prosody_ls', {}),
  desc = 'Leave Prosody configuration to prosody-ls, where the user wants that',
  callback = function(event)
    require('prosody_ls.alone').attached(event.buf, event.data.client_id)
  end,
})
