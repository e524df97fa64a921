-- XEP-0016, privacy lists: replaced by XEP-0191. Prosody has no module for them any more; lists of old accounts become
-- block lists when their owner logs in. (The community module privacy_lists brings the old protocol back.)

migrate_legacy_blocking = true
