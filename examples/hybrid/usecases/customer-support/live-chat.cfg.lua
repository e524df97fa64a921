-- A chat window on the website: guests of helpdesk.cfg.lua, over WebSocket and BOSH.

Include "helpdesk.cfg.lua"

modules_enabled = {
	"websocket", -- RFC 7395
	"bosh", -- XEP-0206
}

bosh_max_inactivity = 120 -- seconds: customers switch pages
