-- For a server that runs for months.
-- How much load to expect, the performance tiers say: policies/performance-tiers/.

network_backend = "epoll"

network_settings = {
	tcp_backlog = 256, -- connections that may wait to be accepted: all clients come back at once after a restart
}

gc = { mode = "incremental", threshold = 105, speed = 500 } -- Lua's memory: collected early, in small steps
