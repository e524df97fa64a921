-- XEP-0264: small pictures that stand for large ones. Clients make and send them alone. The server says which uploaded
-- files a browser may show, instead of offering them for download.

Component "upload.example.org" "http_file_share"

http_file_share_safe_file_types = { "image/*", "video/*", "audio/*", "text/plain" }
