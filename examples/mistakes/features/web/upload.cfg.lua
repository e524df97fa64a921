-- XEP-0363: sharing files by uploading them here.

Component "upload.example.org" "http_file_share"

name = "File upload"
http_file_share_size_limit = "16mb" -- per file
http_file_share_daily_quota = 100 * 1024 * 1024 -- bytes per user and day
http_file_share_expires_after = 30 * 24 * 60 * 60 -- seconds: the files of messages of the last month
