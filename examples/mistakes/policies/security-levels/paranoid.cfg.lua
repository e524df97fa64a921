-- For people at risk: as enhanced.cfg.lua, and the server keeps and tells as little as it can. It talks to no other
-- server.

Include "enhanced.cfg.lua"

tls_profile = "modern" -- TLS 1.3 only
c2s_ports = replace {} -- no STARTTLS, which an attacker can try to suppress: only direct TLS (XEP-0368)
modules_disabled = {
	"s2s", -- RFC 6120: no connections to or from other servers
	"lastactivity", -- XEP-0012: nobody learns who was here when
	"version", -- XEP-0092
	"uptime",
	"time",
	"http_openmetrics",
	"account_activity",
	"cloud_notify", -- XEP-0357: the maker of an app learns when a message comes
}

default_archive_policy = false -- XEP-0313: nothing is kept for who did not ask for it
archive_expires_after = "1w"

log = replace { warn = "*console" } -- no record of who logged in from where

Component "conference.example.org" "muc"

muc_log_by_default = false
muc_log_expires_after = "1w"
muc_room_default_members_only = true

Component "upload.example.org" "http_file_share"

http_file_share_expires_after = 24 * 60 * 60 -- seconds
