-- Users and admins can take data out. XEP-0227 is a format for all data of an account: `prosody-migrator` writes it, with
-- the store xep0227. Users read their messages through XEP-0313, in pages of this size:

modules_enabled = { "mam" }

max_archive_query_results = 250
