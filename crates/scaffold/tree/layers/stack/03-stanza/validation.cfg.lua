-- What a stanza may be. That it is well-formed XML of the right kind, Prosody checks by itself (RFC 6120); how large it
-- may be is set here.

c2s_stanza_size_limit = 256 * 1024 -- bytes
s2s_stanza_size_limit = 512 * 1024
