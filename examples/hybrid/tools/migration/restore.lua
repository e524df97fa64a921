local usage = [[
Unpacks what backup.lua saved:

  lua tools/migration/restore.lua /var/backups/prosody.tar.gz DIRECTORY

DIRECTORY gets the folders `configuration` and `data`, to be looked at and moved to their places while the server does
not run. Nothing that is there already is overwritten.
]]
local lib = (debug.getinfo(1, "S").source:match("^@(.*/)") or "") .. "../lib/"
local support = dofile(lib .. "support.lua")

local _, others = support.arguments(usage)
local archive, directory = others[1], others[2]
if not directory or others[3] then
	support.fail("two arguments are needed: the archive, and a directory to unpack it in; --help says more", 2)
end
for _, name in ipairs(support.list(directory) or {}) do
	if name == "configuration/" or name == "data/" then
		support.fail(("there is a %s/%s already"):format(directory, name))
	end
end
-- What is in it is looked at first: it has to be an archive, and ours.
local listing, code = support.capture { "tar", "-tzf", archive }
if code ~= 0 then
	support.fail(archive .. " is no archive that can be read")
end
for path in listing:gmatch("[^\n]+") do
	if not (path .. "/"):match("^configuration/") and not (path .. "/"):match("^data/") or path:match("%.%./") then
		support.fail(("%s was not made by backup.lua: it holds %s"):format(archive, path))
	end
end
if
	support.run { "mkdir", "-p", "--", directory } ~= 0
	or support.run { "tar", "-xzf", archive, "-C", directory } ~= 0
then
	support.fail("not everything was unpacked")
end
print("unpacked into " .. directory)
