-- Dino makes calls and sends files from client to client; both want a way through routers: a
-- TURN server (the module turn_external) for calls, this proxy for files.

modules_enabled = {
	"bookmarks", -- XEP-0402
	"smacks", -- XEP-0198
}

Component "proxy.example.org" "proxy65" -- XEP-0065

proxy65_acl = { "example.org" }
