-- Asking another program for passwords is community modules: auth_http (a web service), auth_sql, auth_dovecot,
-- auth_imap, auth_external_insecure (a script). Each is chosen like this, and has its own options:

-- authentication = "http"
