-- Monal (iOS) lives from push and from resuming its session, and fetches the rest from the archive.

modules_enabled = {
	"mam", -- XEP-0313
	"smacks", -- XEP-0198
	"cloud_notify", -- XEP-0357
}

smacks_hibernation_time = 24 * 60 * 60 -- seconds
push_max_hibernation_timeout = 24 * 60 * 60
max_archive_query_results = 250 -- catches up in few steps while iOS lets it run
