-- How long things are kept, in one place: messages, what was said in rooms, files, invitations.

archive_expires_after = "1y" -- XEP-0313
invite_expiry = 7 * 24 * 60 * 60 -- seconds

Component "conference.example.org" "muc"

muc_log_expires_after = "1y"

Component "upload.example.org" "http_file_share"

http_file_share_expires_after = 365 * 24 * 60 * 60 -- seconds
