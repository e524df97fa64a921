-- For clients that know older protocols. Privacy lists (XEP-0016) are gone: lists of old accounts become block lists
-- (XEP-0191) when their owner logs in.

modules_enabled = {
	"private", -- XEP-0049: bookmarks and notes of older clients
	"vcard_legacy", -- XEP-0054, XEP-0153: profiles and pictures of older clients
}

--@ since 13.0
migrate_legacy_blocking = true
--@ end
