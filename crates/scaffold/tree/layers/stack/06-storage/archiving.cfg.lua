-- XEP-0313: an archive of messages on the server, so that every device can catch up. Rooms have their own, see
-- domains/conference/domain.cfg.lua.

modules_enabled = { "mam" }

default_archive_policy = true -- for everybody who has not chosen otherwise in their client
max_archive_query_results = 100 -- messages per page; clients ask for further pages
archive_expires_after = "1y"
