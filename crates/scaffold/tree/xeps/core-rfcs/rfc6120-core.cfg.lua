-- RFC 6120, XMPP Core: connections, encryption, authentication.

admins = { "admin@example.org" }
pidfile = "prosody.pid" -- in the data directory; `prosodyctl` finds the server by it
log = { info = "*console" } -- the journal of systemd, or the output of a container

modules_enabled = {
--@ modules core/authentication.cfg.lua core/security.cfg.lua
	"admin_shell", -- `prosodyctl shell`
}

--@ settings core/authentication.cfg.lua

--@ settings core/security.cfg.lua

c2s_ports = { 5222 } -- clients
s2s_ports = { 5269 } -- other servers
