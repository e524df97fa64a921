-- Channels: rooms that everybody of the team finds, that stay, and whose history is long.

modules_enabled = { "bookmarks" } -- XEP-0402: which channels a user is in, the same on every device

Component "conference.example.org" "muc"

name = "Channels"

modules_enabled = {
	"muc_mam", -- XEP-0313: the history of rooms, also for those who come later
}

restrict_room_creation = "local" -- only users of this server make rooms
muc_room_default_public = true -- channels are listed ...
muc_room_default_public_jids = true -- ... and show who is in them
muc_room_default_persistent = true -- they stay when the last one leaves
muc_log_by_default = true -- and keep their history
muc_log_expires_after = "1y"
muc_room_default_history_length = 100 -- messages that whoever enters sees at once; the rest is in the archive
