-- Libervia publishes blogs, events and files through PEP and publish-subscribe.

modules_enabled = {
	"pep", -- XEP-0163, XEP-0277
	"bookmarks", -- XEP-0402
}

pep_max_items = 10000 -- per node

Component "pubsub.example.org" "pubsub" -- XEP-0060

autocreate_on_publish = true
