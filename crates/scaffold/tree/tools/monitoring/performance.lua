local usage = [[
Tells what matters for the speed of the server: the settings in effect under the present variables, how many modules
each host runs, and how long the configuration takes to load.

  lua tools/monitoring/performance.lua
  lua tools/monitoring/performance.lua --server       asks the running server for its memory, too

What is not set has Prosody's default. policies/performance-tiers/, where a tree has it, sets most of these.

  --server              needs prosodyctl and the module admin_shell
]]
local lib = (debug.getinfo(1, "S").source:match("^@(.*/)") or "") .. "../lib/"
local support, sandbox = dofile(lib .. "support.lua"), dofile(lib .. "sandbox.lua")

local options, others = support.arguments(usage, { server = "flag" })
if others[1] then
	support.fail("it takes no arguments", 2)
end

sandbox.load_this() -- reads the directories
local start = os.clock()
local result = sandbox.load_this()
local seconds = os.clock() - start
if result.error then
	support.fail("it does not load: " .. result.error)
end
print(("%d files load in %.0f ms of this Lua's time"):format(#result.files, seconds * 1000))

print("\nsettings:")
local matters = {
	"network_backend",
	"network_settings",
	"gc",
	"limits",
	"limits_resolution",
	"unlimited_jids",
	"storage",
	"sqlite_tune",
	"storage_archive_item_limit",
	"archive_expires_after",
	"archive_cleanup_interval",
	"max_archive_query_results",
	"muc_room_cache_size",
	"pep_service_cache_size",
	"pep_info_cache_size",
	"blocklist_cache_size",
	"smacks_max_queue_size",
	"smacks_hibernation_time",
	"c2s_stanza_size_limit",
	"s2s_stanza_size_limit",
	"c2s_tcp_keepalives",
	"s2s_tcp_keepalives",
	"statistics",
	"statistics_interval",
}
for _, host in ipairs(result.hosts) do
	for _, option in ipairs(matters) do
		local value = result.options[host][option]
		if value ~= nil then
			local file = result.set_in[host][option]
			local place = file and file:sub(#support.root + 1) or "the entry file"
			print(("  %s: %s = %s  (%s)"):format(host, option, sandbox.show(value), place))
		end
	end
end

print("\nmodules that the configuration enables:")
local global = result.options["*"].modules_enabled or {}
for _, host in ipairs(result.hosts) do
	local own = host ~= "*" and result.options[host].modules_enabled or {}
	if host == "*" then
		print(("  on every host: %d"):format(#global))
	elseif #own > 0 then
		print(("  on %s alone: %d"):format(host, #own))
	end
end

if options.server then
	if not support.has("prosodyctl") then
		support.fail("there is no prosodyctl here: run it where the server runs")
	end
	print("\nthe server:")
	local ask = { "prosodyctl", "--config", support.root .. "prosody.cfg.lua", "shell", "server:memory()" }
	os.exit(support.run(ask) == 0 and 0 or 1)
end
