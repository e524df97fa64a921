--[[
Looks over what all layers came to: modules that need one that is disabled, or that do not go together. Prosody would
say so in its log at best, when it is running already.
]]

local M = {}

-- A module, and what Prosody loads along with it (its `module:depends`). If that is disabled, the module fails to load.
local needs = {
	{ "admin_adhoc", "adhoc" },
	{ "admin_shell", "admin_socket" },
	{ "admin_telnet", "admin_shell" },
	{ "announce", "adhoc" },
	{ "bookmarks", "pep" },
	{ "bosh", "c2s", "http" },
	{ "csi_simple", "csi" },
	{ "http_altconnect", "http" },
	{ "http_file_share", "disco" },
	{ "http_files", "http" },
	{ "http_openmetrics", "http" },
	{ "invites_adhoc", "adhoc", "invites" },
	{ "invites_register", "invites" },
	{ "muc", "disco" },
	{ "muc_mam", "muc" },
	{ "proxy65", "disco" },
	{ "pubsub", "disco" },
	{ "turn_external", "external_services" },
	{ "uptime", "adhoc" },
	{ "vcard4", "pep" },
	{ "vcard_legacy", "pep" },
	{ "websocket", "c2s", "http" },
}

-- Modules that answer the same requests: one of the two would never be asked.
local conflicts = {
	{ "bookmarks", "bookmarks2" },
	{ "csi_simple", "csi_battery_saver" },
	{ "mam", "mam_archive" },
	{ "pep", "pep_simple" },
	{ "vcard", "vcard_legacy" },
}

local function add(set, names, value)
	for _, name in ipairs(names or {}) do
		set[name] = value
	end
end

-- The modules of a host, as Prosody puts them together: its own besides the global ones, less those disabled. Of the
-- global ones components take over only a few, none of which stands in the tables above.
local function modules_of(values, host)
	local global, own = values["*"] or {}, values[host]
	local enabled, disabled = {}, {}
	if not (values[0] and values[0][host]) then
		add(enabled, global.modules_enabled, true)
		add(enabled, global.modules_disabled, nil)
		add(disabled, global.modules_disabled, true)
	end
	add(enabled, own.modules_enabled, true)
	add(disabled, own.modules_disabled, true)
	add(enabled, own.modules_disabled, nil)
	return enabled, disabled
end

--- What is wrong with the modules of the hosts; nil if nothing is. `values[host][option]`; values[1] is the first
--- host, values[0] the set of components.
function M.check(values)
	local problems = {}
	for _, host in ipairs(values) do
		if host ~= "*" then
			local enabled, disabled = modules_of(values, host)
			for _, modules in ipairs(needs) do
				local name = modules[1]
				for i = 2, #modules do
					if enabled[name] and disabled[modules[i]] then
						problems[#problems + 1] =
							("module '%s' on %s needs '%s', which modules_disabled names"):format(name, host, modules[i])
					end
				end
			end
			for _, pair in ipairs(conflicts) do
				if enabled[pair[1]] and enabled[pair[2]] then
					problems[#problems + 1] =
						("modules '%s' and '%s' on %s do not go together: disable one"):format(pair[1], pair[2], host)
				end
			end
		end
	end
	return problems[1] and table.concat(problems, "; ") or nil
end

return M
