-- Whom to tell when something is wrong, for other operators and for programs that watch the server.

modules_enabled = {
	"server_contact_info", -- XEP-0157: shows what contact_info says
	"account_activity", -- remembers when an account was last used: `prosodyctl shell user activity JID`
}

contact_info = {
	abuse = { "xmpp:admin@example.org", "mailto:abuse@example.org" },
	admin = { "xmpp:admin@example.org", "mailto:admin@example.org" },
	security = { "mailto:security@example.org" },
}
