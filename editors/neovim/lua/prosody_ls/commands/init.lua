--- `:Prosody NAME [ARGUMENT]`: each name is a file beside this one.
local M = {}

local NAMES = { 'chain', 'effective', 'graph', 'log', 'profile', 'restart' }

--- Runs a command for the current buffer.
---@param arguments string[]
function M.run(arguments)
  local name = arguments[1]
  if not vim.list_contains(NAMES, name) then
    return require('prosody_ls').complain(("no command '%s'; there are %s"):format(name, table.concat(NAMES, ', ')))
  end
  require('prosody_ls.commands.' .. name)(vim.api.nvim_get_current_buf(), arguments[2])
end

--- What may follow on the command line.
---@param line string
---@return string[]
function M.complete(line)
  local word = line:match('^%S+%s+(%S*)$')
  return word and vim.tbl_filter(function(name)
    return vim.startswith(name, word)
  end, NAMES) or {}
end

return M
