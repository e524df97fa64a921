-- Spam comes from accounts made for it, so it is best stopped where accounts are made.

modules_enabled = {
	"invites", -- XEP-0401: accounts by invitation ...
	"invites_adhoc", -- XEP-0401: ... which admins make in their client (with allow_user_invites everybody)
	"invites_register", -- XEP-0445: ... and by which a new account is registered
	"register_limits", -- no more than a few accounts from one address
	"tombstones", -- the name of a deleted account can't be taken over
	"watchregistrations", -- tells the admins of new accounts
}

min_seconds_between_registrations = 300 -- from one address
invite_expiry = 7 * 24 * 60 * 60 -- seconds
