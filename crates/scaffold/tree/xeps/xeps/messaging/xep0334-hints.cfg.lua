-- XEP-0334: hints of a client how to treat a message: not to store it, not to copy it. The modules carbons (XEP-0280) and
-- mam (XEP-0313) follow them; there is nothing to set.

modules_enabled = { "carbons", "mam" }
