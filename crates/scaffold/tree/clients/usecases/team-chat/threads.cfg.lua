-- Threads are a matter of clients: XEP-0201 names the thread of a message, XEP-0461 the message that is answered. The
-- archive (XEP-0313) keeps both, for as long as this says:

modules_enabled = { "mam" }

archive_expires_after = "2y"

Component "conference.example.org" "muc"

modules_enabled = { "muc_mam" }
muc_log_expires_after = "2y"
