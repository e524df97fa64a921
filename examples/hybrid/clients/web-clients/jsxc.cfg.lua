-- JSXC, as in Nextcloud, speaks BOSH.

modules_enabled = {
	"bosh", -- XEP-0206
	"vcard_legacy", -- XEP-0054
}

bosh_max_inactivity = 120 -- seconds: pages of Nextcloud load slowly
