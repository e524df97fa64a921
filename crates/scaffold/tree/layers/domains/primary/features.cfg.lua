-- Whom to ask about this domain, and what it has that others may not have.

modules_enabled = {
	"server_contact_info", -- XEP-0157
--@ since 13.0
	"cloud_notify", -- XEP-0357
--@ end
}

VirtualHost "example.org"

contact_info = {
	admin = { "xmpp:admin@example.org" },
	abuse = { "mailto:abuse@example.org" },
}
