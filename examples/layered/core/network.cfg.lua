-- Ports and encryption.
c2s_ports = { 5222 }
s2s_ports = { 5269 }
c2s_require_encryption = true
s2s_require_encrpytion = true -- a slip of the finger

limits = {
	c2s = { rate = "10kb/s" };
	s2sin = { rate = "30kb/s" };
}
