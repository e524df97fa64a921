-- What is only so here: loaded after the standards, so it may override what stands there.

-- plugin_paths = { "/usr/local/lib/prosody/modules" } -- where modules of your own lie

modules_enabled = {
	"ping", -- XEP-0199
	"time", -- XEP-0202
	"version", -- XEP-0092
}
