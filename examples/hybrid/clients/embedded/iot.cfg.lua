-- Devices that report and take orders: XEP-0060 for reports, XEP-0050 for orders, both at the publish-subscribe service
-- and at the devices themselves. Devices come in crowds and may break: they are kept slow and apart.

modules_enabled = { "smacks" } -- XEP-0198: over radio

smacks_hibernation_time = 60 * 60 -- seconds: some report once an hour

Component "pubsub.example.org" "pubsub"

autocreate_on_publish = true
pubsub_max_items = 1000
