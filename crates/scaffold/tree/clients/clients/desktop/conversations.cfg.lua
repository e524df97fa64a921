-- Conversations is an Android app, and stands here because it is used like a desktop client: always on, with history,
-- rooms and files. Apps that the system stops: clients/mobile/.

--@ settings clients/mobile-apps/conversations.cfg.lua
modules_enabled = {
--@ modules clients/mobile-apps/conversations.cfg.lua
	"mam", -- XEP-0313
}
