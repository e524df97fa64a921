-- Where data is kept. "internal" writes files into the data directory and needs nothing else. For a database set
-- `storage = "sql"` and `sql = { driver = "PostgreSQL", ... }`; data is moved by `prosody-migrator`, not by itself.

storage = "internal"
