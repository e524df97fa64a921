-- Everything that happens, on the console.

log = replace { debug = "*console" }

modules_enabled = {
	"stanza_debug", -- logs every stanza that comes and goes, with its content: never on a server with real users
}

http_errors_detailed = true -- error pages say what went wrong
