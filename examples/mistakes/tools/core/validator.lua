--[[
Refuses values that Prosody would take without a word and then ignore, or fail on later without saying where they are
set. The message gets the file and line of the layer that set them.
]]

local M = {}

local function all(value, kind)
	for _, item in ipairs(type(value) == "table" and value or { value }) do
		if type(item) ~= kind then
			return false
		end
	end
	return true
end

local function module_list(option, value)
	if type(value) ~= "table" or not all(value, "string") then
		return ("%s has to be a list of module names: { \"roster\", \"disco\" }"):format(option)
	end
	for _, name in ipairs(value) do
		local kind, provider = name:match("^(auth)_(.+)$")
		if not kind then
			kind, provider = name:match("^(storage)_(.+)$")
		end
		if kind and option == "modules_enabled" then
			local setting = kind == "auth" and "authentication" or "storage"
			return ("'%s' is no module to enable: write %s = \"%s\""):format(name, setting, provider)
		elseif name:match("^mod_") then
			return ("modules are named without 'mod_': '%s'"):format(name:sub(5))
		end
	end
end

local function ports(option, value)
	for _, port in ipairs(type(value) == "table" and value or { value }) do
		port = tonumber(port)
		if not port or port < 1 or port > 65535 then
			return ("%s has to be a list of port numbers: { 5222 }"):format(option)
		end
	end
end

local checks = {
	modules_enabled = module_list,
	modules_disabled = module_list,
	plugin_paths = function(option, value)
		if type(value) ~= "table" then
			return ("%s has to be a list of directories, even if it is one"):format(option)
		end
	end,
	admins = function(option, value)
		for _, jid in ipairs(type(value) == "table" and value or { value }) do
			if type(jid) ~= "string" or not jid:match("@") then
				return ("%s has to be a list of addresses: { \"you@example.org\" }"):format(option)
			end
		end
	end,
}

--- What is wrong with a value of an option; nil if nothing is known to be.
function M.check(option, value)
	if value == nil then
		return nil
	end
	local check = checks[option]
	if not check and type(option) == "string" and option:match("_ports$") then
		check = ports
	end
	return check and check(option, value)
end

return M
