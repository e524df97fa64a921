-- RFC 7395: XMPP over WebSocket, at /xmpp-websocket.

modules_enabled = { "websocket" }
