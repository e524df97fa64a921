-- Everything said in the company's name stays on record, for everybody.

default_archive_policy = true -- XEP-0313; users can still ask for other preferences in their client
archive_expires_after = "10y"

modules_enabled = {
	"watchregistrations", -- admins are told of every new account
}

Component "conference.example.org" "muc"

muc_log_all_rooms = true -- rooms can't opt out
muc_log_expires_after = "10y"
muc_log_presences = true -- also who was there when
