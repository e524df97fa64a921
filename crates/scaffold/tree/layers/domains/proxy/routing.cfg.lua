-- Where the proxy listens, which has to be reachable from outside.

proxy65_ports = { 5000 } -- XEP-0065
