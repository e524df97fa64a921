-- Who gets an account: whoever is invited (XEP-0401) by an admin.

admins = { "admin@example.org" }

modules_enabled = {
	"invites",
	"invites_adhoc", -- by a command in the client
	"invites_register", -- XEP-0445
	"register_limits", -- no more than a few accounts from one address
	"watchregistrations", -- tells the admins
	"tombstones", -- the name of a deleted account can't be taken over
}

invite_expiry = 7 * 24 * 60 * 60 -- seconds
min_seconds_between_registrations = 300
