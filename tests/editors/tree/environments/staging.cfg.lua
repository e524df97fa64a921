-- What is thrown away soon.
archive_expires_after = "1d"
