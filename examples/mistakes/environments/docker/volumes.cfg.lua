-- What has to survive the container lies in volumes. certs/ in this folder is one, too: of the service that renews the
-- certificates.

data_path = "/var/lib/prosody"
certificates = "certs"
