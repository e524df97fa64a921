-- Programs that know RFC 6120 and 6121 and nothing else: all they need is always there. Nothing is kept for them that
-- they would never fetch; what comes while they are away waits for them all the same (XEP-0160).

mam_smart_enable = true -- XEP-0313: no archive for accounts none of whose clients ever asked for one
