-- Converse.js runs in web pages. (The community module conversejs serves it from here.)

modules_enabled = {
	"websocket", -- RFC 7395
	"bosh", -- XEP-0206, where WebSocket does not get through
	"bookmarks", -- XEP-0402
	"mam", -- XEP-0313: a page remembers nothing
}

smacks_hibernation_time = 300 -- seconds: a closed page does not come back
