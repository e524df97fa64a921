-- IRC through Biboumi, which connects as a component (XEP-0114) and proves itself with PROSODY_IRC_SECRET.

if ENV_PROSODY_IRC_SECRET then
	Component "irc.example.org"
	component_secret = ENV_PROSODY_IRC_SECRET
	validate_from_addresses = true
end
