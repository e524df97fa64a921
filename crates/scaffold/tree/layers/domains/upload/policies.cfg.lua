-- Who may upload, and what browsers may show of it.

Component "upload.example.org" "http_file_share"

http_file_share_access = { "example.org" } -- users of this domain
http_file_share_safe_file_types = { "image/*", "video/*", "audio/*", "text/plain" }
http_file_share_global_quota = 10 * 1024 * 1024 * 1024 -- bytes, of all users together
