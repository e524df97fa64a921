-- XEP-0388, SASL 2: faster logins, for clients that know it. Prosody up to 13.0 has it as community modules: sasl2,
-- sasl2_bind2, sasl2_fast, sasl2_sm.

-- What it has itself is channel binding (XEP-0440), against attackers between client and server who hold a valid
-- certificate. This adds the kind that needs the certificate only (tls-server-end-point, RFC 5929):
tls_server_end_point_hash = "auto"

disable_sasl_mechanisms = { "DIGEST-MD5" } -- outdated (RFC 6331)
