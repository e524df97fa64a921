-- Encryption on the way is c2s_require_encryption and s2s_require_encryption. End to end, XEP-0384 (OMEMO), clients do
-- it; they publish their keys in PEP.

modules_enabled = { "pep" } -- XEP-0163

allow_unencrypted_plain_auth = false -- no passwords over connections without TLS
