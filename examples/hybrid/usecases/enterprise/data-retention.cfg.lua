-- How long things stay: conversations for seven years, files for one, deleted accounts blocked for ever.

archive_expires_after = "7y" -- XEP-0313

modules_enabled = { "tombstones" } -- without user_tombstone_expiry they stay

Component "conference.example.org" "muc"

muc_log_expires_after = "7y"

Component "upload.example.org" "http_file_share"

http_file_share_expires_after = 365 * 24 * 60 * 60 -- seconds
