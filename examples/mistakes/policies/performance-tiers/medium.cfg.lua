-- 100 to 1,000 users at a time.

gc = { mode = "incremental", threshold = 120, speed = 500 }
blocklist_cache_size = 256
pep_service_cache_size = 1000
storage_archive_item_limit = 20000

limits = { c2s = { rate = "20kb/s" }, s2sin = { rate = "60kb/s" } }

network_settings = { tcp_backlog = 256 }

Component "conference.example.org" "muc"

muc_room_cache_size = 250
