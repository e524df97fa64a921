local usage = [[
Loads the configuration with every choice that its variables have, each alone and nothing chosen, and tells which do not
load, and why:

  lua tools/development/test-runner.lua
  lua tools/development/test-runner.lua --pairs       and with every two choices of different variables

Exits with 1 if one does not load. It runs the files as Prosody does, without Prosody: it finds what the loader refuses,
not what a module thinks of its options.

  --pairs               takes some seconds
  --verbose             prints every combination
]]
local lib = (debug.getinfo(1, "S").source:match("^@(.*/)") or "") .. "../lib/"
local support, choices = dofile(lib .. "support.lua"), dofile(lib .. "choices.lua")
local sandbox = dofile(lib .. "sandbox.lua")

local options, others = support.arguments(usage, { pairs = "flag", verbose = "flag" })
if others[1] then
	support.fail("it takes no arguments but options", 2)
end

local tried, failed = 0, 0
local function try(...)
	local variables, name = {}, {}
	for _, variable in ipairs(choices.variables) do
		variables[variable.name] = false
	end
	for _, choice in ipairs { ... } do
		variables[choice[1]] = choice[2]
		name[#name + 1] = choice[1] .. "=" .. choice[2]
	end
	name = #name > 0 and table.concat(name, " ") or "nothing chosen"
	tried = tried + 1
	local problem = sandbox.load_this(variables).error
	if problem then
		failed = failed + 1
		print(("FAILED  %s: %s"):format(name, problem))
	elseif options.verbose then
		print("loads   " .. name)
	end
end

local all = {}
for number, variable in ipairs(choices.variables) do
	for _, choice in ipairs(choices.of(variable)) do
		all[#all + 1] = { variable.name, choice, number }
	end
end
try()
for i, first in ipairs(all) do
	try(first)
	for j = i + 1, options.pairs and #all or 0 do
		if all[j][3] ~= first[3] then
			try(first, all[j])
		end
	end
end
print(("%d combinations, %d do not load"):format(tried, failed))
os.exit(failed == 0 and 0 or 1)
