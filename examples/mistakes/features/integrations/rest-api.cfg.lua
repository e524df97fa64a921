-- A REST interface is a community module (rest). What Prosody offers to programs is a connection of their own
-- (XEP-0114), on the loopback interface, if PROSODY_GATEWAY_SECRET is set.

if ENV_PROSODY_GATEWAY_SECRET then
	component_ports = { 5347 }

	Component "gateway.example.org"
	component_secret = ENV_PROSODY_GATEWAY_SECRET
end
