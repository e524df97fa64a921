-- Whether the server lives: `prosodyctl shell` answers, or a connection to the web server does.
--   healthcheck: { test: ["CMD", "prosodyctl", "shell", "server:uptime()"] }

modules_enabled = {
	"admin_shell",
	"http_openmetrics", -- /metrics answers as long as the server is well
}

openmetrics_allow_cidr = "172.16.0.0/12"
