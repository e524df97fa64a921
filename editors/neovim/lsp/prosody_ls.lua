---@brief
---
--- Language server for the configuration of Prosody, the XMPP server.
---
--- Serves buffers of filetype `lua` whose name ends in `.cfg.lua`, and `prosody-ls.toml`. Beside a configuration it also
--- gets modules, `mod_*.lua`, for their unsaved edits and renames of their options, and has nothing else to say about them. Other files are left alone.

---@type vim.lsp.Config
return {
  cmd = { 'prosody-ls' },
  filetypes = { 'lua', 'toml' },
  root_dir = function(bufnr, on_dir)
    local name = vim.api.nvim_buf_get_name(bufnr)
    if name:match('%.cfg%.lua$') or vim.fs.basename(name) == 'prosody-ls.toml' then
      on_dir(vim.fs.root(bufnr, { 'prosody-ls.toml', 'prosody.cfg.lua', '.git' }) or vim.fs.dirname(name))
    elseif vim.fs.basename(name):match('^mod_[%w_]+%.lua$') then
      local root = vim.fs.root(bufnr, { 'prosody-ls.toml', 'prosody.cfg.lua' })
      if root then
        on_dir(root)
      end
    end
  end,
  -- The lines of code lenses list the places that they are about.
  capabilities = { experimental = { commands = { commands = { 'prosody-ls.showPlaces' } } } },
  commands = {
    ['prosody-ls.showPlaces'] = function(command, context)
      local client = assert(vim.lsp.get_client_by_id(context.client_id))
      local items = vim.lsp.util.locations_to_items(command.arguments[3], client.offset_encoding)
      vim.fn.setqflist({}, ' ', { title = command.title, items = items })
      vim.cmd.copen()
    end,
  },
  settings = {
    ['prosody-ls'] = vim.empty_dict(),
  },
}
