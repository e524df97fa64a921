-- How users prove who they are.

modules_enabled = {
	"saslauth", -- RFC 6120: authentication by SASL; without it nobody can log in
	"user_account_management", -- XEP-0077: users change their password and delete their account
}

-- Passwords are stored hashed. Clients prove with SCRAM that they know them; old ones send them (PLAIN), but only over
-- TLS. Policies can refuse that.
authentication = "internal_hashed"

-- Accounts are made by `prosodyctl adduser` or by invitation, not by whoever comes along.
allow_registration = false
