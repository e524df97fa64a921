-- Which ports the server listens on. Lists add up over layers: a layer that moves a port writes
-- `c2s_ports = replace { 15222 }`.

c2s_ports = { 5222 } -- RFC 6120: clients, with STARTTLS
c2s_direct_tls_ports = { 5223 } -- XEP-0368: clients, TLS from the first byte
s2s_ports = { 5269 } -- RFC 6120: other servers, with STARTTLS
s2s_direct_tls_ports = { 5270 } -- XEP-0368: other servers, TLS from the first byte

modules_enabled = {
	"s2s_bidi", -- XEP-0288: one connection between two servers for both directions
}
