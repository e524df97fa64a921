-- Letting the radio of a phone sleep.

csi_resume_inactive_delay = 5 -- seconds to go on sending after something important: the radio is awake anyway
smacks_max_ack_delay = 30 -- seconds to wait for a client's acknowledgement (XEP-0198) before the connection counts as dead
c2s_tcp_keepalives = true -- the kernel's own probes, no traffic of ours
