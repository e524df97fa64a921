-- Lets a real Prosody's configmanager load a configuration and prints what came out: an error, warnings, options.
--
--   lua ask.lua PROSODY ENTRY [NAME=VALUE...]     PROSODY: its library directory
--
-- What Prosody has in C was built for one Lua only; here any will do: nothing of it matters but how hosts are named.

local prosody_dir, entry = arg[1], arg[2]
local variables = {}
for i = 3, #arg do
	local name, value = arg[i]:match("^(.-)=(.*)$")
	variables[name] = value
end
os.getenv = function(name) return variables[name] end

package.path = prosody_dir .. "/?.lua;" .. package.path
if io.open(prosody_dir .. "/loader.lua") then -- 13.0 finds its own modules with a prefix
	dofile(prosody_dir .. "/loader.lua")
end
local in_c = { stringprep = { nameprep = string.lower } }
local anything = setmetatable({}, { __index = function(self) return self end, __call = function(self) return self end })
setmetatable(in_c, { __index = anything })
for _, name in ipairs { "encodings", "hashes", "pposix", "random", "struct", "time", "table" } do
	package.preload["util." .. name] = function() return in_c end
	package.preload["prosody.util." .. name] = package.preload["util." .. name]
end
prosody = { version = "?" } -- made by Prosody before it reads its configuration
local configmanager = require "core.configmanager"

local show
local function sorted(t)
	local keys = {}
	for key in pairs(t) do keys[#keys + 1] = key end
	table.sort(keys, function(a, b) return tostring(a) < tostring(b) end)
	return keys
end
function show(value)
	if type(value) == "string" then return '"' .. value .. '"' end
	if type(value) ~= "table" then return tostring(value) end
	local parts = {}
	for _, item in ipairs(value) do parts[#parts + 1] = show(item) end
	for _, key in ipairs(sorted(value)) do
		if type(key) ~= "number" or key > #value then parts[#parts + 1] = tostring(key) .. " = " .. show(value[key]) end
	end
	return "{ " .. table.concat(parts, ", ") .. " }"
end

-- The second time as `prosodyctl reload` does it: nothing may be left over from the first.
configmanager.load(entry)
local ok, _, result = configmanager.load(entry)
if not ok then
	print("error: " .. tostring(result))
	return
end
for _, warning in ipairs(result) do print("warning: " .. warning) end
local config = configmanager.getconfig()
for _, host in ipairs(sorted(config)) do
	for _, option in ipairs(sorted(config[host])) do
		print(host .. ": " .. option .. " = " .. show(config[host][option]))
	end
end
