-- For a company: as the level below it, and nothing that has to be guessed, leaked or repeated.

Include "standard.cfg.lua"

disable_sasl_mechanisms = { "DIGEST-MD5", "PLAIN" } -- only SCRAM: the server never sees a password
c2s_timeout = 60 -- seconds until an unauthenticated connection is closed
c2s_stanza_size_limit = 128 * 1024 -- bytes
s2s_stanza_size_limit = 256 * 1024
hide_os_type = true
min_seconds_between_registrations = 3600 -- invited or not

push_notification_with_body = false
push_notification_with_sender = false

Component "conference.example.org" "muc"

restrict_room_creation = "local"
muc_room_default_public_jids = false -- addresses are for moderators only

Component "upload.example.org" "http_file_share"

http_file_share_safe_file_types = replace { "image/*" } -- everything else is downloaded, not shown
