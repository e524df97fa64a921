-- Services of type LoadBalancer for the ports of clients and servers; pods reach the web server by its cluster address.

interfaces = { "*", "::" }
http_interfaces = { "*", "::" }
