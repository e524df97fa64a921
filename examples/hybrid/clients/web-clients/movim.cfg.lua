-- Movim is a social network on XMPP: posts are items of PEP nodes and of a publish-subscribe service.

modules_enabled = {
	"pep", -- XEP-0163, XEP-0277
	"bookmarks", -- XEP-0402
	"websocket", -- RFC 7395
}

pep_max_items = 10000 -- per node: all posts of a blog, with their comments
