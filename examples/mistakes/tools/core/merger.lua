--[[
What options of several layers come to: the environment that the loader gives to a layer.

Values are kept per host beside Prosody's own, because 0.12 does not let a configuration read options back, and 13.0
gives stand-ins instead of tables. A table is handed to Prosody as it is kept, so that changes in place are seen.
]]

local validator = dofile(debug.getinfo(1, "S").source:match("^@(.*)merger%.lua$") .. "validator.lua")

local M = {}

-- Marks of values that say how they are to be combined.
local Replace, Remove = {}, {}

--- Instead of what earlier layers said.
function M.replace(value)
	return setmetatable({ value = value }, Replace)
end

--- Without these items or keys.
function M.remove(names)
	return setmetatable({ value = type(names) == "table" and names or { names } }, Remove)
end

-- The keys of a table that are no items of its list.
local function is_key(t, key)
	return type(key) ~= "number" or key > #t
end

local function without(old, names)
	local unwanted, left = {}, {}
	for _, name in ipairs(names) do
		unwanted[name] = true
	end
	for _, item in ipairs(old) do
		if not unwanted[item] then
			left[#left + 1] = item
		end
	end
	for key, value in pairs(old) do
		if is_key(old, key) and not unwanted[key] then
			left[key] = value
		end
	end
	return left
end

--- What an option is after a layer has set it: lists add up, tables merge key by key, everything else overrides.
function M.combine(old, new)
	if type(new) ~= "table" or old == new then
		return new
	elseif getmetatable(new) == Replace then
		return new.value
	elseif getmetatable(new) == Remove then
		return type(old) == "table" and without(old, new.value) or old
	elseif type(old) ~= "table" then
		return new
	end
	local merged, known = {}, {}
	for _, list in ipairs { old, new } do
		for _, item in ipairs(list) do
			if not known[item] then
				known[item] = true
				merged[#merged + 1] = item
			end
		end
	end
	for key, value in pairs(old) do
		if is_key(old, key) then
			merged[key] = value
		end
	end
	for key, value in pairs(new) do
		if is_key(new, key) then
			merged[key] = M.combine(old[key], value)
		end
	end
	return merged
end

-- Gives a table the contents of another.
local function refill(table, contents)
	for key in pairs(table) do
		table[key] = nil
	end
	for index, item in ipairs(contents) do
		table[index] = item
	end
	for key, value in pairs(contents) do
		if is_key(contents, key) then
			table[key] = value
		end
	end
end

--- The environment of one layer. `prosody_env` is the one that Prosody made for it, `own` are functions that the layer
--- gets instead of Prosody's, `values` are the options of all layers so far: values[host][option]; values[1] is the first
--- host, values[0] the set of hosts that are components.
function M.environment(prosody_env, own, values)
	local function options_of(host)
		if not values[host] then
			values[host] = {}
			values[#values + 1] = host
		end
		return values[host]
	end

	-- The value of an option of a host from now on, and the one before.
	local function keep(options, option, value)
		local old = options[option]
		local merged = M.combine(old, value)
		local problem = validator.check(option, merged)
		if problem then
			error(problem, 3)
		end
		options[option] = merged
		return merged, old
	end

	-- What this layer has given to Prosody.
	local given = {}

	-- Prosody's VirtualHost and Component, whose errors get the position in the layer, and whose `{ ... }` merges.
	local function call(f, argument)
		local ok, result = pcall(f, argument)
		if not ok then
			error(result, 3)
		end
		return result
	end
	local function with_options(host, accept)
		return function(options)
			if type(options) == "table" then
				local kept = options_of(host)
				for option, value in pairs(options) do
					local merged = keep(kept, option, value)
					if merged ~= value then
						options[option] = merged
					end
				end
			end
			local more = call(accept, options)
			return more and with_options(host, more)
		end
	end
	local function host_function(open, is_component)
		return function(name)
			local accept = call(open, name)
			local host = prosody_env.__currenthost
			values[0] = values[0] or {}
			values[0][host] = is_component
			return with_options(host, accept)
		end
	end

	own.replace, own.remove = M.replace, M.remove
	own.Lua = _G -- 0.12 has no name for it
	own.VirtualHost = host_function(prosody_env.VirtualHost, false)
	own.Host, own.host = own.VirtualHost, own.VirtualHost
	own.Component = host_function(prosody_env.Component, true)
	own.component = own.Component

	return setmetatable({}, {
		__index = function(_, name)
			if own[name] ~= nil then
				return own[name]
			elseif name == "__currenthost" or name == "Credential" or name:match("^ENV_") then
				return prosody_env[name]
			end
			local options = values[prosody_env.__currenthost]
			local value = options and options[name]
			if value ~= nil then
				return value
			end
			return rawget(_G, name)
		end,
		__newindex = function(_, name, value)
			if name == "__currenthost" then
				prosody_env.__currenthost = value
				return
			end
			local host = prosody_env.__currenthost
			local merged, old = keep(options_of(host), name, value)
			local is_table = type(old) == "table" and type(merged) == "table"
			if is_table and merged == old then
				return -- Prosody has it already
			end
			if is_table and given[host .. "/" .. name] then
				-- Prosody would warn of an option that one file sets twice; but nothing is lost.
				refill(old, merged)
				values[host][name] = old
				return
			end
			given[host .. "/" .. name] = true
			prosody_env[name] = merged
		end,
	})
end

return M
