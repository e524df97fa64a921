-- Ports and encryption.
c2s_ports = { 5222 }
s2s_require_encrpytion = true
