-- Small extensions that clients expect.

modules_enabled = {
	"time", -- XEP-0202
	"version", -- XEP-0092
	"uptime", -- XEP-0012, of the server
	"lastactivity", -- XEP-0012, of users
}

--@ settings features/messaging/reactions.cfg.lua
