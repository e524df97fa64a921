-- A phone without network: its session waits, and what came meanwhile is in the archive.

modules_enabled = {
	"smacks", -- XEP-0198
	"mam", -- XEP-0313
}

archive_expires_after = "1y"

--@ settings features/mobile/smacks.cfg.lua
