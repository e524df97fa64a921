-- What has to be on record: who logs in and from where, which accounts come and go. It goes to the system's log, where it
-- can be collected and kept unchanged. (The community module audit keeps records per account.)

log = { info = "*syslog" }

modules_enabled = {
	"watchregistrations", -- admins learn of new accounts
--@ since 13.0
	"account_activity", -- when an account was last used
--@ end
}
