-- Beside presence itself: pictures and profiles, and how people feel, all published through PEP.

modules_enabled = {
	"pep", -- XEP-0084 avatars, XEP-0107 moods, XEP-0108 activities, by XEP-0163
	"vcard4", -- XEP-0292: profiles
}

pep_max_items = 256 -- per node; avatars are the largest of them
