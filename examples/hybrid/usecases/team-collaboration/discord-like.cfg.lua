-- Communities: anybody may found a room, strangers meet, and moderators need their means.

Component "conference.example.org" "muc"

name = "Communities"
restrict_room_creation = "local" -- founders have an account here; guests from elsewhere may join
muc_room_default_public = true
muc_room_default_public_jids = false -- addresses are for moderators only
muc_room_default_moderated = false
muc_room_default_allow_member_invites = true
muc_log_by_default = true
muc_log_expires_after = "26w" -- XEP-0313
max_history_messages = 100 -- owners can have so many sent to whoever enters
