-- 1,000 to 10,000 users at a time. Archives of this size belong into a database (`storage = "sql"`).

gc = { mode = "incremental", threshold = 150, speed = 500 } -- memory for time
blocklist_cache_size = 2000
pep_service_cache_size = 5000
pep_info_cache_size = 50000
storage_archive_item_limit = 50000

limits = { c2s = { rate = "50kb/s" }, s2sin = { rate = "200kb/s" } }

network_settings = { tcp_backlog = 1024 }

Component "conference.example.org" "muc"

muc_room_cache_size = 1000
