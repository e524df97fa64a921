-- XEP-0198: a connection that breaks is resumed, and nothing is lost on the way.

modules_enabled = { "smacks" } -- XEP-0198

smacks_hibernation_time = 600 -- seconds that a session waits for its client to come back
smacks_max_queue_size = 500 -- stanzas that may wait for it
smacks_max_old_sessions = 10 -- per user
