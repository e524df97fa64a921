-- A backup is a copy of the data directory and of this configuration. Files of the storage "internal" can be copied while
-- the server runs: they are replaced as a whole or appended to. `tools/migration/backup.lua` does it. A database has means
-- of its own. Deleted accounts stay deleted after a restore only if tombstones are part of the backup.

modules_enabled = { "tombstones" }

registration_delete_grace_period = 14 * 24 * 60 * 60 -- seconds in which a deleted account can be brought back
