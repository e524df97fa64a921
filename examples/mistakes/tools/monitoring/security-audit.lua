local usage = [[
Lists the settings that matter for security and are in effect under the present variables, with the layer that sets
each, and points at those that leave users less safe than Prosody's defaults.

  lua tools/monitoring/security-audit.lua

Exits with 1 if there is any of those. It knows the settings, not the network: whether certificates are valid and ports
reachable, `prosodyctl check` says. Without variables of the environment, these choose for a try:

]]
local lib = (debug.getinfo(1, "S").source:match("^@(.*/)") or "") .. "../lib/"
local support, choices = dofile(lib .. "support.lua"), dofile(lib .. "choices.lua")
local sandbox = dofile(lib .. "sandbox.lua")

local options, others = support.arguments(usage .. choices.usage, choices.options())
if others[1] then
	support.fail("it takes no arguments but options", 2)
end
local variables = {}
for _, pair in ipairs(choices.chosen(options)) do
	variables[pair[1]] = pair[2]
end
local result = sandbox.load_this(variables)
if result.error then
	support.fail("it does not load: " .. result.error)
end

-- The settings, and what makes one weak: a value, and what follows from it.
local matters = {
	{ "admins" },
	{ "authentication", "internal_plain", "passwords are stored as they are" },
	{ "allow_registration", true, "anybody can make accounts, also by the thousand" },
	{ "allow_unencrypted_plain_auth", true, "passwords may travel unencrypted" },
	{ "disable_sasl_mechanisms" },
	{ "c2s_require_encryption", false, "clients may connect unencrypted" },
	{ "s2s_require_encryption", false, "other servers may connect unencrypted" },
	{ "s2s_secure_auth", false, "other servers need no valid certificate" },
	{ "s2s_insecure_domains" },
	{ "s2s_secure_domains" },
	{ "tls_profile", "old", "outdated versions of TLS are accepted" },
	{ "ssl" },
	{ "certificates" },
	{ "limits" },
	{ "modules_disabled" },
	{ "hide_os_type" },
	{ "interfaces" },
	{ "http_interfaces" },
	{ "component_interfaces" },
	{ "trusted_proxies" },
	{ "openmetrics_allow_ips" },
	{ "openmetrics_allow_cidr" },
	{ "allow_user_invites" },
	{ "archive_expires_after" },
	{ "run_as_root", true, "whoever breaks into the server owns the machine" },
}
local dangerous = {
	stanza_debug = "every message is written to the log",
	admin_telnet = "anybody on this machine commands the server",
}

local weak = {}
for _, host in ipairs(result.hosts) do
	local set = result.options[host]
	local function place(option)
		local file = result.set_in[host][option]
		return file and file:sub(#support.root + 1) or "the entry file"
	end
	for _, setting in ipairs(matters) do
		local option, bad, because = setting[1], setting[2], setting[3]
		local value = set[option]
		if value ~= nil then
			print(("%s: %s = %s  (%s)"):format(host, option, sandbox.show(value), place(option)))
			if because and value == bad then
				weak[#weak + 1] = ("%s on %s: %s (%s)"):format(option, host, because, place(option))
			end
		end
	end
	for _, module in ipairs(type(set.modules_enabled) == "table" and set.modules_enabled or {}) do
		if dangerous[module] then
			weak[#weak + 1] = ("module %s on %s: %s"):format(module, host, dangerous[module])
		end
	end
end
print("")
for _, message in ipairs(weak) do
	print("WEAK  " .. message)
end
if #weak > 0 then
	os.exit(1)
end
print("nothing is weaker than Prosody's defaults")
