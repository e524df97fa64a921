-- Who logs in and from where, who makes accounts: in the log, at level info, which goes to the system's own, where it
-- can be collected and kept unchanged. (The community module audit keeps records per account.)

log = { info = "*syslog" }

modules_enabled = {
	"account_activity", -- when an account was last used
}
