--- Scratch windows that show what the server says about a buffer, and follow its edits.
local M = {}

---@class prosody_ls.View
---@field source integer the buffer that it is about
---@field ask fun(show: fun(lines: string[], places: table<integer, lsp.Location>?)) asks the server anew
---@field places table<integer, lsp.Location> where lines lead to

---@type table<integer, prosody_ls.View>
local views = {}

local function show(buffer, lines, places)
  if not (views[buffer] and vim.api.nvim_buf_is_valid(buffer)) then
    return
  end
  views[buffer].places = places or {}
  vim.bo[buffer].modifiable = true
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  vim.bo[buffer].modifiable = false
  vim.bo[buffer].modified = false
end

--- Goes to where the line under the cursor leads.
local function follow(buffer)
  local place = views[buffer] and views[buffer].places[vim.api.nvim_win_get_cursor(0)[1]]
  if not place then
    return
  end
  local client = require('prosody_ls').client(views[buffer].source)
  local window = vim.fn.win_findbuf(views[buffer].source)[1]
  if window then
    vim.api.nvim_set_current_win(window)
  end
  vim.lsp.util.show_document(place, client and client.offset_encoding or 'utf-16', { focus = true })
end

--- Opens a view beside the current window, or shows the one of that name again.
---@param name string
---@param filetype string
---@param source integer
---@param ask fun(show: fun(lines: string[], places: table<integer, lsp.Location>?))
function M.open(name, filetype, source, ask)
  name = 'prosody-ls://' .. name
  ask(function(lines, places)
    local buffer = vim.fn.bufnr('^' .. vim.fn.escape(name, '[]*?\\') .. '$')
    if buffer == -1 then
      buffer = vim.api.nvim_create_buf(false, true)
      vim.api.nvim_buf_set_name(buffer, name)
      vim.bo[buffer].bufhidden = 'wipe'
      vim.keymap.set('n', 'q', '<Cmd>close<CR>', { buffer = buffer, desc = 'Close' })
      vim.keymap.set('n', '<CR>', function()
        follow(buffer)
      end, { buffer = buffer, desc = 'Go there' })
      vim.api.nvim_create_autocmd('BufWipeout', {
        buffer = buffer,
        callback = function()
          views[buffer] = nil
        end,
      })
    end
    views[buffer] = { source = source, ask = ask, places = {} }
    show(buffer, lines, places)
    local window = vim.fn.win_findbuf(buffer)[1]
    if window then
      vim.api.nvim_set_current_win(window)
    else
      vim.cmd.split()
      vim.api.nvim_win_set_buf(0, buffer)
    end
    -- With its filetype last, so that nothing else takes the buffer for a file.
    vim.bo[buffer].filetype = filetype
  end)
end

--- Brings the views of a client's buffers up to date.
---@param client_id integer
function M.refresh(client_id)
  for buffer, view in pairs(views) do
    local client = vim.api.nvim_buf_is_valid(view.source) and require('prosody_ls').client(view.source)
    if client and client.id == client_id then
      view.ask(function(lines, places)
        show(buffer, lines, places)
      end)
    end
  end
end

return M
