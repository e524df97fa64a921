-- Pictures and profiles.

modules_enabled = {
	"pep", -- XEP-0084: avatars, published through XEP-0163
	"vcard4", -- XEP-0292: profiles, in PEP
	"vcard_legacy", -- XEP-0054, XEP-0153, XEP-0398: the same for clients that know only the older forms
}

pep_max_items = 256 -- per node; avatars are the largest of them
