-- A class is a room: the teacher founds it, pupils are its members, and it is not on any list.

Component "conference.example.org" "muc"

name = "Classrooms"
restrict_room_creation = true -- admins found rooms and hand them over
muc_room_default_members_only = true
muc_room_default_public = false
muc_room_default_moderated = true -- the teacher gives voice
muc_room_default_allow_member_invites = false
muc_log_expires_after = "1y" -- XEP-0313: a school year
