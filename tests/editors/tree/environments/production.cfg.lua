-- What is kept for real.
archive_expires_after = "1y"
