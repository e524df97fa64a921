-- XEP-0108 user activity: published through PEP by clients. XEP-0012 last activity: answered by the server.

modules_enabled = {
	"pep", -- XEP-0163
	"lastactivity", -- XEP-0012: since when a contact is away, for those who may see their presence
}
