local usage = [[
Tells which files make up the configuration under the present variables (PROSODY_USECASE, ...), layer by layer in the
order in which they are loaded, and what is wrong if it does not load:

  lua tools/monitoring/diagnostics.lua
  lua tools/monitoring/diagnostics.lua archive_expires_after     also: who sets this option, and to what

Without a variable of the environment, these choose for a try:

]]
local lib = (debug.getinfo(1, "S").source:match("^@(.*/)") or "") .. "../lib/"
local support, choices = dofile(lib .. "support.lua"), dofile(lib .. "choices.lua")
local sandbox = dofile(lib .. "sandbox.lua")

local options, others = support.arguments(usage .. choices.usage, choices.options())
local option = others[1]
if others[2] then
	support.fail("one option at a time", 2)
end
local variables = {}
for _, pair in ipairs(choices.chosen(options)) do
	variables[pair[1]] = pair[2]
end

for _, variable in ipairs(choices.variables) do
	if #choices.of(variable) > 0 then
		local value = variables[variable.name] or os.getenv(variable.name) or ""
		print(value == "" and variable.name .. " is not set" or variable.name .. "=" .. value)
	end
end
local result = sandbox.load_this(variables)
local layer
for _, path in ipairs(result.files) do
	local inner = path:sub(#support.root + 1)
	local folder = inner:match("^[^/]+/") or ""
	if folder ~= layer then
		layer = folder
		print("")
	end
	print(inner)
end
print("")
if result.error then
	support.fail("it does not load: " .. result.error)
end
if option then
	local is_set = false
	for _, host in ipairs(result.hosts) do
		local value = result.options[host][option]
		if value ~= nil then
			is_set = true
			local file = result.set_in[host][option]
			print(("%s: %s = %s"):format(host, option, sandbox.show(value)))
			print(("    last set in %s"):format(file and file:sub(#support.root + 1) or "the entry file"))
		end
	end
	if not is_set then
		print(("%s is not set: Prosody's default applies"):format(option))
	end
else
	print(("%d files, %d hosts and components: it loads"):format(#result.files, #result.hosts - 1))
end
