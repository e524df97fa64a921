-- How much a connection may send, and how long it may take its time.

modules_enabled = { "limits" } -- slows connections down that send too much

limits = {
	c2s = { rate = "10kb/s" }, -- per connection of a client
	s2sin = { rate = "30kb/s" }, -- per connection from another server
}

c2s_timeout = 300 -- seconds until a client that does not log in is closed
s2s_timeout = 90 -- seconds to wait for another server that does not answer

--@ settings features/mobile/battery.cfg.lua
