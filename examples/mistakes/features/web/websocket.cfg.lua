-- RFC 7395: XMPP over WebSocket, at /xmpp-websocket.

modules_enabled = {
	"websocket",
	"http_altconnect", -- XEP-0156: clients find BOSH and WebSocket at /.well-known/host-meta
}
