local usage = [[
Asks the running server whether it is well, by `prosodyctl shell`: fit for a container's health check.

  lua tools/monitoring/health-check.lua

Exits with 0 if it answers and all hosts are active, with 1 otherwise, and says which. Needs the module admin_shell.
]]
local lib = (debug.getinfo(1, "S").source:match("^@(.*/)") or "") .. "../lib/"
local support = dofile(lib .. "support.lua")

local _, others = support.arguments(usage)
if others[1] then
	support.fail("it takes no arguments", 2)
elseif not support.has("prosodyctl") then
	support.fail("there is no prosodyctl here: run it where the server runs")
end

local function ask(question)
	return support.capture {
		"sh",
		"-c",
		'exec prosodyctl --config "$1" shell "$2" 2>&1',
		"sh",
		support.root .. "prosody.cfg.lua",
		question,
	}
end

local answer, code = ask("server:uptime()")
answer = answer:gsub("%s+$", "")
if code ~= 0 then
	support.fail("Prosody does not answer: " .. (answer ~= "" and answer or "no reason given"))
end
print(answer)
local hosts, hosts_code = ask("host:list()")
if hosts_code ~= 0 then
	support.fail("Prosody does not list its hosts: " .. hosts)
end
print((hosts:gsub("%s+$", "")))
