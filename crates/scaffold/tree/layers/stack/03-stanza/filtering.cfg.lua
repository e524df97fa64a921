-- What is not delivered. Filtering by rules is a community module (firewall, with scripts in `firewall_scripts`);
-- reports of spam (XEP-0377) are another (spam_reporting). What Prosody does itself:

modules_enabled = {
--@ modules features/security/firewall.cfg.lua
	"blocklist", -- XEP-0191: users block whom they like
}
