-- GDPR: personal data is kept no longer than its purpose needs (art. 5), its owners can have it (art. 15, 20:
-- `prosody-migrator` writes it as XEP-0227) and have it deleted (art. 17), and nothing personal goes to third parties.
-- A server can't do the rest: a record of processing, contracts with who hosts it, a notice to users, a lawful reason.

archive_expires_after = "90d" -- XEP-0313

modules_enabled = {
	"user_account_management", -- XEP-0077: users delete their account themselves
	"server_contact_info", -- XEP-0157: whom to ask
}

registration_delete_grace_period = nil -- who deletes an account deletes it at once
push_notification_with_body = false
push_notification_with_sender = false

log = replace { warn = "*console" } -- addresses of users stand in messages of level info

contact_info = { admin = { "mailto:privacy@example.org" } }

Component "conference.example.org" "muc"

muc_log_expires_after = "90d"
muc_log_presences = false
muc_room_default_public_jids = false

Component "upload.example.org" "http_file_share"

http_file_share_expires_after = 90 * 24 * 60 * 60 -- seconds
