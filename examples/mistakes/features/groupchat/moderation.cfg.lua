-- Keeping order in rooms. XEP-0045 gives owners and moderators the means; these are the defaults of new rooms.
-- Taking single messages back (XEP-0425) is a community module: muc_moderation, for this component.

Component "conference.example.org" "muc"

component_admins_as_room_owners = true -- the server's admins can help in every room
muc_tombstones = true -- the name of a destroyed room can't be taken over
muc_room_default_change_subject = false -- the topic is for moderators
