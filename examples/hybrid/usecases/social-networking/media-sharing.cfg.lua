-- Pictures and films: large files that stay for a while, XEP-0363.

Component "upload.example.org" "http_file_share"

http_file_share_size_limit = 250 * 1024 * 1024 -- bytes
http_file_share_daily_quota = 2 * 1024 * 1024 * 1024 -- per user
http_file_share_expires_after = 90 * 24 * 60 * 60 -- seconds
http_file_share_allowed_file_types = { "image/*", "video/*", "audio/*" }
