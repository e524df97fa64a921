-- Deleted means deleted: with an account goes all that it stored. What it wrote to others stays with them until it
-- expires.

modules_enabled = {
	"user_account_management", -- XEP-0077: users delete their account themselves
	"tombstones", -- nobody else gets the address
}

registration_delete_grace_period = nil -- at once; a mistake can't be undone

Component "conference.example.org" "muc"

muc_tombstones = true -- nor the name of a destroyed room
