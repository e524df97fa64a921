-- Events for other systems. XEP-0060: whoever may publish here reaches all who subscribe. HTTP requests are
-- matters of community modules: pubsub_post publishes what one brings, post_msg sends it as a message, and rest makes
-- requests of stanzas (rest_callback_url).

Component "pubsub.example.org" "pubsub"

name = "Events"
autocreate_on_publish = true -- a node comes into being with its first event
autocreate_on_subscribe = true
pubsub_max_items = 256
