--@ use environments/production/performance.cfg.lua

-- Prosody is one process: it grows with the machine, not with the number of machines. More users are served by faster
-- storage (a database) and by distributing domains over servers. Phones have keepalives in clients/mobile/.

s2s_tcp_keepalives = true -- connections whose other end is gone make room for others
s2s_timeout = 90 -- seconds to wait for another server that does not answer
