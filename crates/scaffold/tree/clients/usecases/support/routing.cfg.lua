-- Who gets whom: customers come as guests, and a program of yours, connected as a component, invites them to the room of
-- whoever is free.

--@ settings usecases/customer-support/helpdesk.cfg.lua
modules_enabled = { "muc_mam" } -- and is kept for that

if ENV_PROSODY_TICKETS_SECRET then
	Component "tickets.example.org"
	component_secret = ENV_PROSODY_TICKETS_SECRET
end
