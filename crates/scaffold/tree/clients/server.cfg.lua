-- What every client needs, whoever it is.

admins = { "admin@example.org" }
pidfile = "prosody.pid" -- in the data directory; `prosodyctl` finds the server by it
log = { info = "*console" } -- the journal of systemd, or the output of a container

modules_enabled = {
--@ modules core/server.cfg.lua core/authentication.cfg.lua core/networking.cfg.lua core/security.cfg.lua
--@ modules features/messaging/core.cfg.lua features/messaging/carbons.cfg.lua features/security/blocking.cfg.lua
	"pep", -- XEP-0163: avatars, moods, keys for XEP-0384 (OMEMO)
	"admin_shell", -- `prosodyctl shell`
}

--@ settings core/authentication.cfg.lua

--@ settings core/networking.cfg.lua

--@ settings core/security.cfg.lua

--@ use core/storage.cfg.lua

--@ use core/domains.cfg.lua
