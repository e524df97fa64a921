-- What is only so here: loaded last, so what it says counts.

-- plugin_paths = { "/usr/local/lib/prosody/modules" } -- where modules of your own lie

modules_enabled = {
	"ping", -- XEP-0199
	"time", -- XEP-0202
	"version", -- XEP-0092
}
