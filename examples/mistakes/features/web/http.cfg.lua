-- The web server inside Prosody. Plain HTTP is for a reverse proxy on this machine, HTTPS for everybody.

modules_enabled = { "http" } -- the web server itself

http_ports = { 5280 } -- only on the loopback interface, unless http_interfaces says otherwise
https_ports = { 5281 }
http_default_host = "example.org" -- who answers when a request names a host that Prosody does not know
trusted_proxies = { "127.0.0.1", "::1" } -- whose X-Forwarded-For is believed

-- Behind a proxy on the usual port, links to files have to name the outside address:
-- http_external_url = "https://example.org/"
