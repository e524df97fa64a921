-- Waiting in line: a moderated room (XEP-0045) where guests are heard one after the other. Who is next, a bot of the
-- ticket system decides: it gives voice.

Component "conference.example.org" "muc"

muc_room_default_moderated = true -- only who has voice is heard
muc_room_default_change_subject = false -- the topic says how long it takes
