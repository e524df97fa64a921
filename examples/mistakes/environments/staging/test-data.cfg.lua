-- What is tried out here is gone soon.

archive_expires_after = "1w" -- XEP-0313

Component "conference.example.org" "muc"

muc_log_expires_after = "1w"

Component "upload.example.org" "http_file_share"

http_file_share_expires_after = 24 * 60 * 60 -- seconds
