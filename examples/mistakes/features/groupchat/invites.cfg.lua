-- XEP-0249: inviting somebody to a room. Clients send the invitation themselves; the room decides who may come in.

Component "conference.example.org" "muc"

muc_room_default_allow_member_invites = true -- members of a members-only room may bring others
