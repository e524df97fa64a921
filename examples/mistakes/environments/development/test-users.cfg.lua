-- Accounts for trying things out are made with `prosodyctl adduser`, or by invitations that last long and that every
-- user can make (XEP-0401).

modules_enabled = {
	"invites",
	"invites_adhoc",
	"invites_register",
}

invite_expiry = 365 * 24 * 60 * 60 -- seconds
allow_user_invites = true
min_seconds_between_registrations = nil -- as many as the tests need
