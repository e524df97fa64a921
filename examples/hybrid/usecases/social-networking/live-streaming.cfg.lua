-- The stream itself comes from a streaming server; here is the chat beside it: a room that many enter and leave, where
-- few speak for long and nobody reads what was said yesterday.

Component "conference.example.org" "muc"

muc_room_default_public = true
muc_log_expires_after = "1w" -- XEP-0313
max_history_messages = 10
