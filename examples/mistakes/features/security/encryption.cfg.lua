-- Encryption on the way: core/security.cfg.lua. End to end, XEP-0384 (OMEMO): clients do it, and keep their keys in
-- PEP, which has to be large enough for them.

modules_enabled = { "pep" } -- XEP-0163

allow_unencrypted_plain_auth = false -- no passwords over connections without TLS
