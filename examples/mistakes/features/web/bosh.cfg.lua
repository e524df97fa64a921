-- XEP-0124, XEP-0206: XMPP over HTTP requests, at /http-bind. WebSocket does the same better, where it gets through.

modules_enabled = { "bosh" } -- XEP-0206

bosh_max_inactivity = 60 -- seconds without a request until a session ends
