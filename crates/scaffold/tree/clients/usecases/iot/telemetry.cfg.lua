-- Values over time: many small items, of which the last ones matter.

Component "pubsub.example.org" "pubsub"

autocreate_on_publish = true
pubsub_max_items = 100
