-- What has to be encrypted.

c2s_require_encryption = true -- clients have to use TLS
s2s_require_encryption = true -- other servers, too
s2s_secure_auth = true -- and their certificates have to be valid for their domain
allow_unencrypted_plain_auth = false -- no passwords over connections without TLS
