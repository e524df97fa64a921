-- The process itself.

pidfile = "prosody.pid" -- in the data directory; `prosodyctl` finds the server by it
log = { info = "*console" } -- the journal of systemd, or the output of a container

modules_enabled = { "admin_shell" } -- `prosodyctl shell`
