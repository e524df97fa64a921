-- When it gets serious, the case is on record, and whoever is in charge can enter every room.

Component "conference.example.org" "muc"

component_admins_as_room_owners = true
muc_log_all_rooms = true -- XEP-0313
muc_log_expires_after = "never"
