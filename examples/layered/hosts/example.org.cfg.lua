VirtualHost "example.org"
	authentication = "internal_hashed"
	allow_registration = "yes" -- no boolean
	pidfile = "/run/prosody/other.pid" -- read from the global section only

Component "rooms.example.org" "muc"
	name = "Rooms"
	restrict_room_creation = "local"
	modules_enabled = { "muc_mam" }

Component "upload.example.org" "http_file_share"
	http_file_share_size_limit = 10 * 1024 * 1024
