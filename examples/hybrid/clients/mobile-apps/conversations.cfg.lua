-- Conversations (Android) keeps its connection while it can, and shares everything with the user's other devices.

modules_enabled = {
	"bookmarks", -- XEP-0402: rooms
	"vcard_legacy", -- XEP-0398: avatars, in rooms too
	"smacks", -- XEP-0198
	"csi_simple", -- XEP-0352: it says when its screen is off
}

smacks_hibernation_time = 24 * 60 * 60 -- seconds: it comes back to the same session after a night without network
smacks_max_queue_size = 1000
