-- XEP-0184 delivery receipts, XEP-0333 displayed markers: clients send these to each other, and the server needs no
-- module. What it can do is let them through to a phone that sleeps, as XEP-0352 does, and keep them in the
-- archive, so that other devices of the same user know what was read: mam does unless the next line is active.

-- dont_archive_namespaces = { "http://jabber.org/protocol/chatstates", "urn:xmpp:receipts", "urn:xmpp:chat-markers:0" }
