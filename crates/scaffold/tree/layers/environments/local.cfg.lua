-- On the machine of whoever works on it.

log = replace { debug = "*console" }
interfaces = { "127.0.0.1", "::1" } -- nobody else gets in
modules_disabled = { "s2s" } -- RFC 6120: and nothing gets out
