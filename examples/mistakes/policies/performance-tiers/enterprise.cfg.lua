-- More than 10,000 users at a time: caches as large as the number of users, archives in a database. The database is that
-- of PROSODY_SQL_DATABASE, PROSODY_SQL_HOST, PROSODY_SQL_USERNAME and PROSODY_SQL_PASSWORD (PostgreSQL; needs lua-dbi).

gc = { mode = "incremental", threshold = 200, speed = 500 }
blocklist_cache_size = 10000
pep_service_cache_size = 20000
pep_info_cache_size = 200000
storage_archive_item_limit = 100000

limits = { c2s = { rate = "100kb/s" }, s2sin = { rate = "1mb/s" } }

network_settings = { tcp_backlog = 4096 }

if ENV_PROSODY_SQL_DATABASE then
	storage = "sql"
	sql = {
		driver = "PostgreSQL",
		database = ENV_PROSODY_SQL_DATABASE,
		host = ENV_PROSODY_SQL_HOST or "localhost",
		username = ENV_PROSODY_SQL_USERNAME or "prosody",
		password = ENV_PROSODY_SQL_PASSWORD,
	}
end

Component "conference.example.org" "muc"

muc_room_cache_size = 5000
