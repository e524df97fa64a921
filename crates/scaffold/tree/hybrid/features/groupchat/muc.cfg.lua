-- XEP-0045: rooms.

Component "conference.example.org" "muc"

name = "Chat rooms"

modules_enabled = {
	"muc_mam", -- XEP-0313: the history of rooms, also for those who come later
}

restrict_room_creation = "local" -- only users of this server make rooms
muc_room_default_public = false -- new rooms are not listed
muc_room_default_persistent = true -- and stay when the last one leaves
muc_log_by_default = true -- and keep their history
muc_log_expires_after = "1y"
-- Owners can have so many messages sent to whoever enters, 20 if they set nothing; the rest is in the archive.
max_history_messages = 50
