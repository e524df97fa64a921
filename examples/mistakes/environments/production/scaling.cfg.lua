-- Prosody is one process: it grows with the machine, not with the number of machines. More users are served by faster
-- storage (a database) and by distributing domains over servers, which talk to each other as any two servers do.
-- That the process may have as many connections as it needs is for the system to say (LimitNOFILE in systemd).

c2s_tcp_keepalives = true -- connections whose other end is gone make room for others
s2s_tcp_keepalives = true
s2s_timeout = 90 -- seconds to wait for another server that does not answer
