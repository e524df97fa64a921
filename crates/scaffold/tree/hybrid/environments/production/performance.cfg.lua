-- For a server that runs for months.
--@ layout hybrid
--@ part policies
-- How much load to expect, the performance tiers say: policies/performance-tiers/.
--@ end
--@ end
--@ layout layers
--@ part policies
-- How much load to expect, policies say: policies/performance/.
--@ end
--@ end

network_backend = "epoll"

network_settings = {
	tcp_backlog = 256, -- connections that may wait to be accepted: all clients come back at once after a restart
}

gc = { mode = "incremental", threshold = 105, speed = 500 } -- Lua's memory: collected early, in small steps
