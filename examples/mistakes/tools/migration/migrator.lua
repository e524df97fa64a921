local usage = [[
Turns a configuration in one file into one in layers:

  lua tools/migration/migrator.lua /etc/prosody/prosody.cfg.lua DIRECTORY

DIRECTORY, which must not be there yet, gets an entry file, the loader, `core/10-global.cfg.lua` with what the file says
before its first host, and a layer for each `VirtualHost` and `Component` after it: text, comments and order stay. Then
both are loaded and compared, and if they do not mean the same, the differences are told and DIRECTORY is removed again.

What it cannot cut: hosts that are opened inside `if` or a function, `local` names that are used in another host's part,
and `Include`. For those, `prosody-ls resolve FILE --format lua` first writes one flat file that means the same.
Options with old names stay as they are: `prosody-ls check --fix DIRECTORY` renames them.
]]
local lib = (debug.getinfo(1, "S").source:match("^@(.*/)") or "") .. "../lib/"
local support, sandbox = dofile(lib .. "support.lua"), dofile(lib .. "sandbox.lua")

local _, others = support.arguments(usage)
local flat, directory = others[1], others[2]
if not directory or others[3] then
	support.fail("two arguments are needed: the file, and the directory to make; --help says more", 2)
elseif support.list(directory) then
	support.fail(directory .. " is there already")
end

local before = sandbox.load(flat)
if before.error then
	support.fail("this does not load: " .. before.error)
elseif before.files[2] then
	support.fail(flat .. " includes other files: make one of them first; --help says how")
end

-- The file in parts: each host's begins at its line, or at the comment above it.
local parts, comment = { { name = "global", text = "" } }, ""
local inside -- what ends a long comment or string
for line in (support.read(flat):gsub("\r\n", "\n"):gsub("\n+$", "") .. "\n"):gmatch(".-\n") do
	local host = not inside and line:match("^[VHCvhc][%a]*%s*%(?%s*[\"']([^\"']+)[\"']")
	local word = line:match("^%a+")
	local part = parts[#parts]
	if host and (word:lower() == "component" or word == "VirtualHost" or word:lower() == "host") then
		parts[#parts + 1] = { name = host, text = comment .. line }
		comment = ""
	elseif not inside and line:match("^%s*%-%-") and not line:match("^%s*%-%-%[=*%[") then
		comment = comment .. line
	else
		part.text, comment = part.text .. comment .. line, ""
	end
	local level = not inside and line:match("%[(=*)%[")
	inside = inside or level and "]" .. level .. "]"
	if inside and line:find(inside, 1, true) then
		inside = nil
	end
end
parts[#parts].text = parts[#parts].text .. comment

for i, part in ipairs(parts) do
	local name = part.name:gsub("[^%w.-]", "_")
	support.write(("%s/core/%02d-%s.cfg.lua"):format(directory, i * 10, name), part.text)
end
for _, name in ipairs(support.list(support.root .. "tools/core")) do
	support.write(directory .. "/tools/core/" .. name, support.read(support.root .. "tools/core/" .. name))
end
local entry = directory .. "/prosody.cfg.lua"
support.write(
	entry,
	[[
-- The entry file of a configuration in layers: see tools/core/loader.lua.

local Lua = Lua or _G -- 13.0 warns of Lua's own names without `Lua.` before them; 0.12 does not know it
local require = Lua.require
RunScript "tools/core/loader.lua"

require "tools.core.loader".load_directory("core")
require "tools.core.loader".apply_policies()
]]
)

-- Do they mean the same?
local after, differences = sandbox.load(entry), {}
local function compare(a, b, said)
	for host, options in pairs(a.options) do
		for option, value in pairs(options) do
			local other = b.options[host] and b.options[host][option]
			if sandbox.show(value) ~= sandbox.show(other) and not said[host .. "\0" .. option] then
				said[host .. "\0" .. option] = true
				differences[#differences + 1] = ("%s on %s"):format(option, host == "*" and "all hosts" or host)
			end
		end
	end
end
if after.error then
	differences[1] = after.error
else
	local said = {}
	compare(before, after, said)
	compare(after, before, said)
end
if differences[1] then
	table.sort(differences)
	support.run { "rm", "-r", "--", directory }
	support.fail("cut into layers, it would not mean the same, so nothing was made: " .. table.concat(differences, ", "))
end
print(("made %s of %d layers; it means the same as %s"):format(directory, #parts, flat))
print(("Next: prosody-ls check %s"):format(directory))
