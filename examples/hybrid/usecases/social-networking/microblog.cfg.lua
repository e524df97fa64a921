-- XEP-0277: posts are items of a node of the author's PEP; who follows, subscribes.

modules_enabled = { "pep" } -- XEP-0163

pep_max_items = 10000 -- posts that stay
