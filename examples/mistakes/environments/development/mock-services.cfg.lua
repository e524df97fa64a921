-- Stand-ins for gateways and the like connect here (XEP-0114), from this machine, if PROSODY_MOCK_SECRET is set.

if ENV_PROSODY_MOCK_SECRET then
	Component "mock.example.org"
	component_secret = ENV_PROSODY_MOCK_SECRET
end
