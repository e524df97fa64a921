-- RFC 6121: contacts, presence, messages; delivery itself (modules message, iq, presence, offline) is always loaded. And
-- what every extension builds upon:

modules_enabled = {
	"roster", -- RFC 6121: the list of contacts
	"disco", -- XEP-0030, XEP-0115: what a server or client can do
	"pep", -- XEP-0163: small things that users publish to their contacts
}
