-- XEP-0369 (MIX), the successor of rooms: Prosody has no MIX service. What makes people want it, rooms that follow them
-- from device to device, works with rooms and bookmarks. (The community module minimix is an
-- experiment: accounts are in rooms, as in MIX, and clients notice nothing of it.)

modules_enabled = {
	"bookmarks", -- XEP-0402: which rooms a user is in, the same on every device
}
