-- XEP-0319: since when somebody did nothing. Clients put it into their presence, and the server passes that on. What the
-- server answers itself is when somebody was last here:

modules_enabled = { "lastactivity" } -- XEP-0012
