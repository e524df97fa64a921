-- XEP-0153: avatars in vCards, as older clients have them; newer ones publish them (XEP-0084). Both see both:

modules_enabled = {
	"pep", -- XEP-0163, XEP-0084
	"vcard4", -- XEP-0292
	"vcard_legacy", -- XEP-0054, XEP-0153, XEP-0398
}
