-- Containers reach each other by the addresses of Docker's networks; the proxy that does TLS for the web server is
-- another container.

interfaces = { "*", "::" }
http_interfaces = { "*", "::" } -- the outside sees only ports that compose.yaml publishes
trusted_proxies = { "172.16.0.0/12" } -- Docker's own range
component_interfaces = { "*" } -- gateways in other containers
