-- XEP-0115: what a contact's client can do. Clients put a hash into their presence; the server answers for itself
-- through disco, and pep uses the hashes to send each client what it wants to know (XEP-0163).

modules_enabled = { "disco", "pep" }
