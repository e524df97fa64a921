-- Parents have accounts on a host of their own, by invitation (XEP-0401), apart from those of pupils. What invites them is
-- enabled for all hosts: features/security/antispam.cfg.lua.

VirtualHost "parents.example.org"

invite_expiry = 14 * 24 * 60 * 60 -- seconds
