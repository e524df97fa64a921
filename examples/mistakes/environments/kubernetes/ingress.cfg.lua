-- The ingress does TLS for the web server, and says for whom it asks.

trusted_proxies = { "10.0.0.0/8" } -- the range of pods
http_external_url = "https://example.org/" -- the address that the ingress has outside
openmetrics_allow_cidr = "10.0.0.0/8"
