-- XEP-0138, stream compression: Prosody has none any more, since compressing secrets together with what an attacker can
-- send gives them away (as TLS compression did). What saves bytes instead is XEP-0352, sending less:
-- 02-stream/negotiation.cfg.lua.

ssl_compression = false -- nor in TLS
