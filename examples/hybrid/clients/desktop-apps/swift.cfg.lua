-- Swift keeps to the core: carbons, resumption, block list.

modules_enabled = {
	"carbons", -- XEP-0280
	"smacks", -- XEP-0198
	"blocklist", -- XEP-0191
}
