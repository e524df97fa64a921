-- Prosody has no pages for administrators (the community has admin_web). Admins can do the same in their own client:

modules_enabled = {
	"admin_adhoc", -- XEP-0133: commands for administrators (XEP-0050)
	"announce", -- XEP-0133: messages to everybody who is online
}
