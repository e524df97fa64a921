-- HIPAA, security rule: who gets in is known (164.312 a, d), what goes over the network is encrypted (e), and who did what
-- is on record (b). A server can't do the rest: contracts, training, and encryption of the disk, where archives lie.

tls_profile = "intermediate"
c2s_require_encryption = true
s2s_require_encryption = true
s2s_secure_auth = true
allow_registration = false
disable_sasl_mechanisms = { "DIGEST-MD5", "PLAIN" }
c2s_timeout = 60

log = { info = "*syslog" } -- logins and accounts, where they can be kept for the six years that are asked for

archive_expires_after = "6y" -- XEP-0313, as far as messages are records

modules_enabled = { "watchregistrations" }

push_notification_with_body = false -- nothing about patients to push services
push_notification_with_sender = false

Component "conference.example.org" "muc"

muc_room_default_members_only = true
muc_room_default_public = false
muc_log_all_rooms = true
muc_log_expires_after = "6y"

Component "upload.example.org" "http_file_share"

http_file_share_access = { "example.org" } -- only own users share files
