-- One pod: Prosody does not run as several that share users. Use a StatefulSet with one
-- replica, or a Deployment with one and the strategy Recreate.

log = replace { info = "*stdout" }
data_path = "/var/lib/prosody" -- a persistent volume
