local usage = [[
Saves the configuration and the data of the server into one archive, which must not be there yet:

  lua tools/migration/backup.lua /var/backups/prosody.tar.gz

It can run while the server does: Prosody replaces its files as a whole. A database is saved by the database's own
tools. The archive holds keys and passwords: only its owner can read it.

  --data DIR            the data directory; if it is not given, prosodyctl is asked
  --without-data        saves the configuration only
]]
local lib = (debug.getinfo(1, "S").source:match("^@(.*/)") or "") .. "../lib/"
local support = dofile(lib .. "support.lua")

local options, others = support.arguments(usage, { data = "value", ["without-data"] = "flag" })
local archive = others[1]
if not archive or others[2] then
	support.fail("one argument is needed: the archive to write; --help says more", 2)
end
local data = options.data
if not data and not options["without-data"] then
	if not support.has("prosodyctl") then
		support.fail("there is no prosodyctl to ask for the data directory: name it with --data, or say --without-data")
	end
	local about = support.capture { "prosodyctl", "--config", support.root .. "prosody.cfg.lua", "about" }
	data = about:match("Data directory:%s*([^\n]*)") or support.fail("prosodyctl does not tell the data directory")
end
if data and not support.list(data) then
	support.fail(("there is no data directory '%s'"):format(data))
end

-- In the archive the two are called `configuration` and `data`, wherever they lie: by links in a place of our own, which
-- -h lets stand for what they point to.
local save = [[
set -eu
umask 077
[ ! -e "$1" ] || { echo "$1 is there already" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ln -s "$(cd "$2" && pwd -P)" "$work/configuration"
[ -z "$3" ] || ln -s "$(cd "$3" && pwd -P)" "$work/data"
tar -czhf "$1.part" -C "$work" configuration ${3:+data} || { rm -f "$1.part"; exit 1; }
mv "$1.part" "$1"
]]
if archive:match("^%-") then
	archive = "./" .. archive
end
if support.run { "sh", "-c", save, "sh", archive, support.root, data or "" } ~= 0 then
	support.fail("nothing was saved")
end
print(("saved %s%s to %s"):format(support.root, data and " and " .. data or "", archive))
