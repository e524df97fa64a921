-- As Debian's package lays it out: what is for the whole server stands here, each host has a file in conf.d/. (Debian
-- keeps the files in conf.avail/ and links those that are in use; without links it is the same.)
--
-- Lists in different files do not add up: what conf.d/ sets for the whole server would replace what stands here. The
-- files there begin with a VirtualHost or Component, and what they set is for that host.

admins = { "admin@example.org" } -- may use admin commands; has to be an account here

modules_enabled = {
	-- What every server needs
--@ modules core/authentication.cfg.lua core/security.cfg.lua core/networking.cfg.lua core/server.cfg.lua
--@ modules features/messaging/core.cfg.lua

	-- Messages and presence on several devices
--@ modules features/messaging/carbons.cfg.lua features/messaging/mam.cfg.lua features/groupchat/mix.cfg.lua
--@ modules features/presence/avatars.cfg.lua
	"blocklist", -- XEP-0191: users block whom they like

	-- Phones
--@ modules features/mobile/smacks.cfg.lua features/mobile/csi.cfg.lua

	-- Accounts
--@ modules features/security/antispam.cfg.lua

	-- Administration
--@ modules features/admin/shell.cfg.lua features/admin/web-admin.cfg.lua
}

pidfile = "/run/prosody/prosody.pid" -- where Debian's service and `prosodyctl` look for it

log = {
	info = "/var/log/prosody/prosody.log",
	error = "/var/log/prosody/prosody.err",
}

--@ settings core/networking.cfg.lua

--@ settings core/security.cfg.lua

--@ settings core/authentication.cfg.lua

--@ settings features/security/antispam.cfg.lua

storage = "internal" -- files in /var/lib/prosody
archive_expires_after = "1y" -- XEP-0313

--@ settings features/mobile/smacks.cfg.lua

Include "conf.d/*.cfg.lua"
