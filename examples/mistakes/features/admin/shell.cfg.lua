-- `prosodyctl shell`, through a socket that only the server's own user can open.

modules_enabled = { "admin_shell" } -- `prosodyctl shell`
