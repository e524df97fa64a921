-- What is kept in memory, by number of users.

blocklist_cache_size = 256 -- XEP-0191
pep_service_cache_size = 1000 -- XEP-0163
pep_info_cache_size = 10000
