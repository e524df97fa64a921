-- TLS: how connections of clients and servers are encrypted. That they have to be: 02-stream/encryption.cfg.lua.

modules_enabled = { "tls" } -- RFC 6120: STARTTLS for clients and servers

-- A folder per name, or files that `prosodyctl cert import` puts there; relative to this configuration.
certificates = "certs"

tls_profile = "intermediate" -- TLS 1.2 and later
