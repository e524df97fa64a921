--- `:Prosody log`: opens Neovim's log of all language servers, where the server's own lines are too.
return function()
  vim.cmd.tabedit(vim.fn.fnameescape(vim.lsp.log.get_filename()))
  vim.cmd('normal! G')
end
