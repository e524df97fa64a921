local usage = [[
Watches the configuration, and has the server reload it after every change, unless it does not load:

  lua tools/development/hot-reload.lua

It looks once a second and runs until it is interrupted. What modules read only when they start needs more than that:
`prosodyctl shell module reload NAME`.

  --once                waits for one change, and ends after it
]]
local lib = (debug.getinfo(1, "S").source:match("^@(.*/)") or "") .. "../lib/"
local support = dofile(lib .. "support.lua")

local options, others = support.arguments(usage, { once = "flag" })
if others[1] then
	support.fail("it takes no arguments", 2)
elseif not support.has("prosodyctl") then
	support.fail("there is no prosodyctl here: run it where the server runs")
end

-- What the files hold now, by their checksums.
local function state()
	local look = 'cd "$1" && exec find . -name "*.lua" -exec cksum {} +'
	return support.capture { "sh", "-c", look, "sh", support.root }
end

local known = state()
print("watching " .. support.root)
io.stdout:flush()
while support.run { "sleep", "1" } == 0 do
	local now = state()
	if now ~= known then
		known = now
		-- In a process of its own, which reads everything anew.
		local lua = arg[-1] or "lua"
		local loads = support.run { lua, support.root .. "tools/development/linter.lua", "--loads" } == 0
		if loads and support.run { "prosodyctl", "--config", support.root .. "prosody.cfg.lua", "reload" } == 0 then
			print("reloaded")
		end
		io.stdout:flush()
		if options.once then
			os.exit(loads and 0 or 1)
		end
	end
end
