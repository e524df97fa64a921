-- Customers without an account come in as guests (XEP-0175) on a host of their own, and talk to the team in rooms.

VirtualHost "guest.example.org"

authentication = "anonymous"
allow_anonymous_s2s = false -- guests talk to this server only
modules_disabled = { "mam", "pep", "vcard4", "vcard_legacy", "bookmarks" } -- nothing is kept for a guest

Component "conference.example.org" "muc"

muc_room_default_members_only = false -- guests may enter
muc_room_default_public = false -- but do not see which rooms there are
muc_log_all_rooms = true -- XEP-0313: a case can be looked up
