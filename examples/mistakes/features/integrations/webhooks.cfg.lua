-- Events for other systems. XEP-0060: whoever may publish here reaches all who subscribe. Turning that into HTTP
-- requests is a community module (pubsub_post for incoming, post_msg for messages).

Component "pubsub.example.org" "pubsub"

name = "Events"
autocreate_on_publish = true -- a node comes into being with its first event
autocreate_on_subscribe = true
pubsub_max_items = 256
