-- What a small server on the Internet needs: what earlier layers say, and said again, so that none of
-- them loosens it.

tls_profile = "intermediate" -- TLS 1.2 and later
c2s_require_encryption = true
s2s_require_encryption = true
s2s_secure_auth = true
allow_registration = false

limits = {
	c2s = { rate = "10kb/s" },
	s2sin = { rate = "30kb/s" },
}
