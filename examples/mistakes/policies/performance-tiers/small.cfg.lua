-- Fewer than 100 users at a time: small caches, memory given back early.

gc = { mode = "incremental", threshold = 105, speed = 500 }
blocklist_cache_size = 64
pep_service_cache_size = 100
storage_archive_item_limit = 10000 -- messages per archive

limits = { c2s = { rate = "10kb/s" }, s2sin = { rate = "30kb/s" } }

Component "conference.example.org" "muc"

muc_room_cache_size = 50
