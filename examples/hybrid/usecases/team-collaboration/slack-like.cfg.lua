-- A team with channels: rooms that everybody of the company finds, that stay, and whose history is long.
-- features/messaging/mam.cfg.lua keeps messages for two years when this use case is on.

max_archive_query_results = 250

Component "conference.example.org" "muc"

name = "Channels"
muc_room_default_public = true -- channels are listed ...
muc_room_default_public_jids = true -- ... and show who is in them
muc_room_default_persistent = true
muc_log_all_rooms = true -- XEP-0313: every channel has a history
muc_log_expires_after = "2y"
muc_room_default_history_length = 100 -- messages that whoever enters sees at once
max_history_messages = 100 -- the limit for that

Component "upload.example.org" "http_file_share"

http_file_share_size_limit = 100 * 1024 * 1024 -- bytes
http_file_share_daily_quota = 1024 * 1024 * 1024
http_file_share_expires_after = 365 * 24 * 60 * 60 -- seconds
