-- A ticket system follows what happens: as a component of its own (XEP-0114), and through events (XEP-0060) that it
-- publishes and others subscribe to.

Component "pubsub.example.org" "pubsub"

autocreate_on_publish = true
expose_publisher = true -- who moved the ticket
pubsub_max_items = 1000

if ENV_PROSODY_TICKETS_SECRET then
	Component "tickets.example.org"
	component_secret = ENV_PROSODY_TICKETS_SECRET
end
