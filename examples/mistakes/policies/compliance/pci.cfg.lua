-- PCI DSS: strong encryption on the way (requirement 4), own accounts for everybody (8), a record of access for a year
-- (10). Card numbers do not belong into messages at all, and no server setting finds them there.

tls_profile = "intermediate" -- TLS 1.2 and later (4.2.1)
c2s_require_encryption = true
s2s_require_encryption = true
s2s_secure_auth = true
allow_registration = false
disable_sasl_mechanisms = { "DIGEST-MD5", "PLAIN" }
c2s_timeout = 60

log = { info = "*syslog" } -- to where it is kept for twelve months (10.5.1)

archive_expires_after = "30d" -- XEP-0313: what is not kept can't be stolen (3.2.1)

Component "conference.example.org" "muc"

muc_log_expires_after = "30d"
muc_room_default_public = false

Component "upload.example.org" "http_file_share"

http_file_share_expires_after = 30 * 24 * 60 * 60 -- seconds
http_file_share_access = { "example.org" }
