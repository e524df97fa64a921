-- Containers reach each other by the addresses of Docker's networks; the proxy that does TLS for the web server is
-- another container. A gateway in another container needs `component_interfaces`, with the address of a network that only
-- the two share: its port has no encryption.

interfaces = { "*", "::" }
http_interfaces = { "*", "::" } -- the outside sees only ports that compose.yaml publishes
trusted_proxies = { "172.16.0.0/12" } -- Docker's own range
