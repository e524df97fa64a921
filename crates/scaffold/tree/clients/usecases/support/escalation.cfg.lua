-- When it gets serious, the case is on record, and whoever is in charge can enter every room.

Component "conference.example.org" "muc"

modules_enabled = { "muc_mam" } -- XEP-0313: rooms have a history
component_admins_as_room_owners = true
muc_log_all_rooms = true -- whatever their owners want
muc_log_expires_after = "never"
