-- Finding people: by their profile, if they publish one (XEP-0292), and by their rooms, which are listed. A directory of
-- all users is a community module: vjud.

modules_enabled = {
	"vcard4", -- XEP-0292
	"vcard_legacy", -- XEP-0054
}

Component "conference.example.org" "muc"

muc_room_default_public = true
