-- Marks are for one pupil each: nodes with a list of who may read (XEP-0060), written by the school's own program.

Component "pubsub.example.org" "pubsub"

name = "Marks"
autocreate_on_publish = false -- the program makes nodes, with their access
autocreate_on_subscribe = false
