-- XEP-0049: notes of clients that do not know PEP, such as their bookmarks.

modules_enabled = {
	"private",
	"bookmarks", -- XEP-0402: keeps old and new bookmarks the same
}
