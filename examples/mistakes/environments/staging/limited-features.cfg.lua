-- Nothing of a test reaches real people: no other servers, small files, rooms that nobody finds.

modules_disabled = { "s2s" } -- RFC 6120: no connections to or from other servers

Component "conference.example.org" "muc"

muc_room_default_public = false

Component "upload.example.org" "http_file_share"

http_file_share_size_limit = 1024 * 1024 -- bytes
