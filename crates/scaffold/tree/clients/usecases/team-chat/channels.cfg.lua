-- Channels: rooms that everybody of the team finds, that stay, and whose history is long.

modules_enabled = { "bookmarks" } -- XEP-0402: which channels a user is in, the same on every device

--@ settings features/groupchat/muc.cfg.lua

muc_room_default_public_jids = true
muc_room_default_history_length = 100 -- messages that whoever enters sees at once
max_history_messages = 100 -- the limit for that
