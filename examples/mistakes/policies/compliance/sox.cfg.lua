-- Sarbanes-Oxley: what was written about the accounts is kept for seven years (section 802), unchanged and complete. A
-- server can't do the rest: it keeps what it gets, and whoever has its disk can change it.

default_archive_policy = true -- XEP-0313
archive_expires_after = "7y"

log = { info = "*syslog" }

modules_enabled = {
	"watchregistrations",
	"tombstones", -- no second owner for an address that stands in a record
}

Component "conference.example.org" "muc"

muc_log_all_rooms = true
muc_log_expires_after = "7y"
muc_log_presences = true -- who was there
