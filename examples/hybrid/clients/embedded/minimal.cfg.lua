-- Programs that know RFC 6120 and 6121 and nothing else: all they need is always there. So that they are not flooded by
-- what they do not understand, old messages wait for them instead of coming as an archive.

mam_smart_enable = true -- XEP-0313: no archive for accounts whose clients never asked for one
