-- What no deployment should be without.
-- Policies raise or lower it: policies/security-levels/.

modules_enabled = {
	"tls", -- RFC 6120: STARTTLS for clients and servers
	"limits", -- slows connections down that send too much
}

-- A folder per name, or files that `prosodyctl cert import` puts there; relative to this configuration.
certificates = "certs"

c2s_require_encryption = true -- clients have to use TLS
s2s_require_encryption = true -- other servers, too
s2s_secure_auth = true -- and their certificates have to be valid for their domain

limits = {
	c2s = { rate = "10kb/s" }, -- per connection of a client
	s2sin = { rate = "30kb/s" }, -- per connection from another server
}
