-- XEP-0369 (MIX), the successor of rooms: Prosody has no MIX service. What makes people want it, rooms that follow them
-- from device to device, works with rooms and bookmarks. (The community module minimix shows rooms as MIX channels.)

modules_enabled = {
	"bookmarks", -- XEP-0402: which rooms a user is in, the same on every device
}
