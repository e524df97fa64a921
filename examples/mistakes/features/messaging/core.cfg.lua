-- RFC 6121: contacts and messages. Delivery itself (modules message, iq, presence, offline) is always loaded.

modules_enabled = {
	"roster", -- RFC 6121: the list of contacts
	"private", -- XEP-0049: small private notes of older clients
}
