-- For trying things out: reaches old software and servers without proper certificates. Encryption stays required.

tls_profile = "old" -- clients of ten years ago
-- Other servers may prove their domain by dialback instead of a certificate.
s2s_secure_auth = false -- prosody-ls: ignore[insecure-s2s]

modules_enabled = { "dialback" } -- XEP-0220
