-- Gajim looks through long histories and manages rooms and accounts by commands.

modules_enabled = {
	"bookmarks", -- XEP-0402
	"vcard4", -- XEP-0292: it shows whole profiles
	"admin_adhoc", -- XEP-0133, in its menus for admins
}

max_archive_query_results = 250
