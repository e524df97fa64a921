-- The domain that users have in their addresses. Services (rooms, uploads, ...) are components on subdomains, each
-- defined by the feature that needs it; clients find them because they are subdomains of this host.

VirtualHost "example.org"

pidfile = "/run/prosody/prosody.pid"
