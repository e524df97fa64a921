-- Handing in work: files (XEP-0363) that stay until the end of the school year.

Component "upload.example.org" "http_file_share"

http_file_share_size_limit = 50 * 1024 * 1024 -- bytes
http_file_share_daily_quota = 200 * 1024 * 1024 -- per pupil
http_file_share_expires_after = 365 * 24 * 60 * 60 -- seconds
