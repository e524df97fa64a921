-- XEP-0444: reactions to messages. Clients do this alone. The server decides only whether a reaction is worth waking a
-- phone that sleeps (XEP-0352): like this it is.

csi_important_payloads = { "{urn:xmpp:reactions:0}reactions" }
