-- What people do and how they feel: XEP-0107, XEP-0108, XEP-0118, all through PEP and only to contacts.

modules_enabled = {
	"pep", -- XEP-0163
	"lastactivity", -- XEP-0012
}

pep_max_items = 256
