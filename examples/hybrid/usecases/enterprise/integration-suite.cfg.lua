-- The company's other systems: accounts from its directory (features/integrations/ldap.cfg.lua, PROSODY_LDAP_SERVER),
-- programs as components (XEP-0114, PROSODY_GATEWAY_SECRET), colleagues in everybody's contact list
-- (PROSODY_GROUPS_FILE), figures for the monitoring.

modules_enabled = {
	"http_openmetrics",
	ENV_PROSODY_GROUPS_FILE and "groups" or nil, -- shared contact lists
}

groups_file = ENV_PROSODY_GROUPS_FILE
