--- `:Prosody restart`: stops the server of this buffer and starts it anew for all buffers that it served.
---@param buffer integer
return function(buffer)
  local prosody_ls = require('prosody_ls')
  local client = prosody_ls.client(buffer)
  if not client then
    return prosody_ls.complain("doesn't serve this buffer; see :checkhealth prosody_ls")
  end
  local buffers = vim.tbl_keys(client.attached_buffers)
  client:stop()
  local timer = assert(vim.uv.new_timer())
  local tries = 0
  timer:start(50, 50, vim.schedule_wrap(function()
    tries = tries + 1
    if tries == 60 then
      client:stop(true)
    end
    if not client:is_stopped() or timer:is_closing() then
      return
    end
    timer:close()
    for _, served in ipairs(buffers) do
      if vim.api.nvim_buf_is_loaded(served) then
        vim.lsp.start(client.config, { bufnr = served })
      end
    end
  end))
end
