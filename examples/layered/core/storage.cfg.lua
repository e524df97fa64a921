-- Where data is kept.
storage = "internal"
archive_expires_after = "1 year" -- XEP-0313: Message Archive Management
