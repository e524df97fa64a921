-- A configuration in one file. Everything above the first VirtualHost is for the whole server; what follows a VirtualHost
-- or Component is for that host only.

admins = { "admin@example.org" } -- may use admin commands; has to be an account here

modules_enabled = {
	-- What every server needs
--@ modules core/authentication.cfg.lua core/security.cfg.lua core/networking.cfg.lua core/server.cfg.lua
--@ modules features/messaging/core.cfg.lua

	-- Messages and presence on several devices
--@ modules features/messaging/carbons.cfg.lua features/messaging/mam.cfg.lua features/groupchat/mix.cfg.lua
--@ modules features/presence/avatars.cfg.lua
	"lastactivity", -- XEP-0012: since when a contact is away
	"blocklist", -- XEP-0191: users block whom they like

	-- Phones
--@ modules features/mobile/smacks.cfg.lua features/mobile/csi.cfg.lua
--@ since 13.0
	"cloud_notify", -- XEP-0357: wakes apps
--@ end

	-- The web
--@ modules features/web/http.cfg.lua features/web/bosh.cfg.lua features/web/websocket.cfg.lua

	-- Accounts
--@ modules features/security/antispam.cfg.lua

	-- Administration
--@ modules features/admin/shell.cfg.lua features/admin/web-admin.cfg.lua features/admin/monitoring.cfg.lua
}

pidfile = "prosody.pid" -- in the data directory; `prosodyctl` finds the server by it
log = { info = "*console" } -- the journal of systemd, or the output of a container

---------------------------------------------------------------- connections

--@ settings core/networking.cfg.lua

--@ settings core/security.cfg.lua

---------------------------------------------------------------- accounts

--@ settings core/authentication.cfg.lua

--@ settings features/security/antispam.cfg.lua

contact_info = { -- XEP-0157
	abuse = { "mailto:abuse@example.org" },
	admin = { "xmpp:admin@example.org" },
}

---------------------------------------------------------------- storage

storage = "internal" -- files in the data directory
archive_expires_after = "1y" -- XEP-0313

---------------------------------------------------------------- phones and web

--@ settings features/mobile/smacks.cfg.lua

--@ settings features/web/http.cfg.lua

---------------------------------------------------------------- hosts

VirtualHost "example.org"

--@ settings features/groupchat/muc.cfg.lua
modules_enabled = { "muc_mam" } -- XEP-0313

--@ settings features/web/upload.cfg.lua

--@ settings features/media/file-transfer.cfg.lua
