-- A backup is a copy of the data directory and of this configuration. Copying files while the server runs is safe: each
-- is replaced as a whole. `tools/migration/backup.sh` does it. Deleted accounts stay deleted after a restore only if
-- tombstones are part of the backup.

modules_enabled = { "tombstones" }

registration_delete_grace_period = 14 * 24 * 60 * 60 -- seconds in which a deleted account can be brought back
