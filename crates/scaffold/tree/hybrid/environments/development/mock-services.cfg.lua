-- Stand-ins for gateways and the like connect here (XEP-0114), from this machine, with a password that everybody knows.

Component "mock.example.org"

component_secret = "mock"
