-- Who runs the server, where it says what happens, and what every client expects of it.

admins = { "admin@example.org" } -- may use admin commands (XEP-0133); `prosodyctl adduser` makes the account

pidfile = "prosody.pid" -- in the data directory; `prosodyctl` finds the server by it

log = { info = "*console" } -- the journal of systemd, or the output of a container

modules_enabled = {
	"disco", -- XEP-0030: service discovery; announces XEP-0115 capabilities of the server
	"ping", -- XEP-0199: answers pings
	"time", -- XEP-0202: tells the time
	"version", -- XEP-0092: tells which software this is
	"message_reactions",
	"uptime", -- XEP-0012: tells since when it runs
}
