-- Prosody's configuration is Lua and stays it: `*.cfg.lua` keeps the filetype that its ending gives it, so that
-- highlighting, plugins and other language servers for Lua go on as ever. Only copies that end otherwise need a word.
vim.filetype.add({
  pattern = {
    ['.*%.cfg%.lua%.dist'] = 'lua',
    ['.*%.cfg%.lua%.example'] = 'lua',
    ['.*%.cfg%.lua%.in'] = 'lua',
    ['.*%.cfg%.lua%.install'] = 'lua',
  },
})
