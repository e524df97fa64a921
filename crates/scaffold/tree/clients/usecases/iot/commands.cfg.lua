-- XEP-0050: orders to devices. Devices offer commands themselves; the server passes them on. Nothing may get lost when
-- the network is bad:

modules_enabled = { "smacks" } -- XEP-0198

smacks_max_unacked_stanzas = 1 -- ask after every stanza whether it came
