-- Accounts of an LDAP directory instead of Prosody's own, if PROSODY_LDAP_SERVER names one. Needs lua-ldap. The
-- directory checks the password, so clients have to send it (PLAIN, over TLS): with policies that refuse PLAIN nobody
-- could log in.

if ENV_PROSODY_LDAP_SERVER then
	authentication = "ldap"
	ldap_server = ENV_PROSODY_LDAP_SERVER
	ldap_base = ENV_PROSODY_LDAP_BASE or "ou=people,dc=example,dc=org"
	ldap_filter = "(uid=$user)"
	ldap_mode = "bind" -- logs in to LDAP as the user: passwords stay there
	ldap_tls = true
end
