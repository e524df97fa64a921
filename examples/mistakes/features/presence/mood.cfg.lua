-- XEP-0107: moods. Clients publish them through PEP; the server only has to offer it.

modules_enabled = { "pep" } -- XEP-0163
