-- Parents have accounts on a host of their own, by invitation (XEP-0401), apart from those of pupils.

VirtualHost "parents.example.org"

modules_enabled = {
	"invites",
	"invites_adhoc",
	"invites_register",
}
invite_expiry = 14 * 24 * 60 * 60 -- seconds
