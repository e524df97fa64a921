--- `:checkhealth prosody_ls`
local M = {}

local function server()
  local config = vim.lsp.config.prosody_ls
  if not config then
    vim.health.error('no configuration prosody_ls', { 'Put editors/neovim on the runtime path, see :help prosody_ls' })
    return
  end
  local program = type(config.cmd) == 'table' and config.cmd[1]
  if not program then
    vim.health.ok('the server is started by a function')
  elseif vim.fn.executable(program) == 0 then
    vim.health.error(("can't run '%s'"):format(program), {
      'Install it: cargo install --path crates/cli',
      "or name it: vim.lsp.config('prosody_ls', { cmd = { '/path/to/prosody-ls' } })",
    })
  else
    local answer = vim.system({ program, '--version' }, { text = true }):wait(5000)
    local version = vim.trim(answer.stdout or '')
    if answer.code == 0 then
      vim.health.ok(('%s at %s'):format(version, vim.fn.exepath(program)))
    else
      vim.health.error(('%s --version fails: %s'):format(program, vim.trim(answer.stderr or '')))
    end
  end
end

function M.check()
  vim.health.start('prosody_ls: the program')
  if vim.fn.has('nvim-0.11') == 0 then
    return vim.health.error('Neovim 0.11 or later is needed', { 'For older ones see :help prosody_ls-older' })
  end
  server()
  if vim.lsp.is_enabled and not vim.lsp.is_enabled('prosody_ls') then
    vim.health.warn('not enabled', { "vim.lsp.enable('prosody_ls')" })
  end

  vim.health.start('prosody_ls: buffers')
  local clients = vim.lsp.get_clients({ name = 'prosody_ls' })
  if #clients == 0 then
    vim.health.info('no buffer is served; open a file named *.cfg.lua')
  end
  for _, client in ipairs(clients) do
    local count = vim.tbl_count(client.attached_buffers)
    vim.health.ok(('serves %d buffer%s below %s'):format(count, count == 1 and '' or 's', client.root_dir or '?'))
    for buffer in pairs(client.attached_buffers) do
      for _, other in ipairs(vim.lsp.get_clients({ bufnr = buffer })) do
        if other.name == 'lua_ls' then
          vim.health.warn('lua_ls serves them as well and takes options for undeclared globals', {
            'see :help prosody_ls-lua_ls',
          })
          break
        end
      end
      break
    end
  end
end

return M
