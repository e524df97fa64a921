local usage = [[
Lays out the files of the configuration, by `prosody-ls format`:

  lua tools/development/formatter.lua
  lua tools/development/formatter.lua --check         writes nothing, and exits with 1 if something would change

Where prosody-ls is not installed, it takes StyLua; where neither is, it says so and changes nothing.

  --check               only looks
]]
local lib = (debug.getinfo(1, "S").source:match("^@(.*/)") or "") .. "../lib/"
local support = dofile(lib .. "support.lua")

local options, others = support.arguments(usage, { check = "flag" })
if others[1] then
	support.fail("it takes no arguments but --check", 2)
end
local words
if support.has("prosody-ls") then
	words = { "prosody-ls", "format" }
elseif support.has("stylua") then
	words = { "stylua" }
else
	support.fail "neither prosody-ls (https://github.com/prosody-ls/prosody-ls) nor stylua is installed: nothing was done"
end
words[#words + 1] = options.check and "--check" or nil
words[#words + 1] = support.root
os.exit(support.run(words))
