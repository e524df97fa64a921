VirtualHost "example.org"
	authentication = "internal_hashed"
	allow_registration = "yes"

Component "rooms.example.org" "muc"
	name = "Räume 😀"
	restrict_room_creation = "local"
