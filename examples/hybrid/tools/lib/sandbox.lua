--[[
Loads a configuration as Prosody does, without Prosody: its files run, with functions of the same names, and what they
set is written down. Nothing is started; but files are Lua, and what Lua code they hold is run, as Prosody would.
]]

local support = dofile((debug.getinfo(1, "S").source:match("^@(.*/)") or "") .. "support.lua")

local sandbox = {}

local setfenv = rawget(_G, "setfenv") -- Lua 5.1 only
local lua_loadfile = loadfile

-- As much of LuaFileSystem as the loader needs. Directories are read once.
local listed = {}
local function list(path)
	path = path:gsub("/+$", "")
	if listed[path] == nil then
		listed[path] = support.list(path) or false
	end
	return listed[path]
end
local lfs = {
	attributes = function(path)
		return list(path) and "directory" or "file"
	end,
	dir = function(path)
		local i = 0
		return function()
			i = i + 1
			local name = list(path)[i]
			return name and name:gsub("/$", "")
		end
	end,
}

-- The configuration file whose code is running.
local function running()
	for level = 2, math.huge do
		local info = debug.getinfo(level, "S")
		if not info then
			return nil
		end
		local file = info.what == "main" and info.source:match("^@(.*%.cfg%.lua)$")
		if file and not file:match("tools/core/layer%.cfg%.lua$") then
			return file
		end
	end
end

local function read(path)
	local file = assert(io.open(path, "rb"))
	local text = file:read("*a")
	file:close()
	return text
end

local run_file

-- What Prosody gives to a configuration file, beside the options of the current host.
local function environment(result, folder)
	local host, own = "*", {}
	local env = {}
	local function set(option, value)
		if not result.options[host] then
			result.options[host], result.set_in[host] = {}, {}
			result.hosts[#result.hosts + 1] = host
		end
		result.options[host][option], result.set_in[host][option] = value, running()
	end
	local function options_of(name)
		return function(options)
			host = name
			for option, value in pairs(options) do
				set(option, value)
			end
			host = "*"
		end
	end
	local function path_of(name)
		return name:match("^/") and name or folder .. name
	end
	function own.VirtualHost(name)
		host = name:lower()
		set("defined", true)
		local accept = options_of(host)
		return function(options)
			if type(options) ~= "table" then
				error(("VirtualHost %q takes options in braces and nothing else"):format(name), 2)
			end
			accept(options)
		end
	end
	function own.Component(name)
		host = name:lower()
		set("component_module", "component")
		local accept = options_of(host)
		return function(module)
			if type(module) ~= "string" then
				return accept(module)
			end
			set("component_module", module)
			return accept
		end
	end
	function own.Include(name)
		local glob = name:match("[^/]*[*?][^/]*$")
		if not glob then
			return run_file(result, path_of(name))
		end
		local directory = path_of(name):match("^(.*/)") or "./"
		local pattern = "^" .. glob:gsub("%W", "%%%0"):gsub("%%[*?]", { ["%*"] = ".*", ["%?"] = "." }) .. "$"
		for _, found in ipairs(list(directory) or error("there is no directory " .. directory, 2)) do
			if found:match(pattern) and not found:match("^%.") then
				run_file(result, directory .. found)
			end
		end
	end
	function own.RunScript(name)
		return dofile(path_of(name))
	end
	function own.FileContents(name)
		return read(path_of(name))
	end
	function own.FileLine(name)
		return read(path_of(name)):match("^[^\n]*")
	end
	function own.FileLines(name)
		local lines = {}
		for line in (read(path_of(name)) .. "\n"):gmatch("(.-)\n") do
			lines[#lines + 1] = line
		end
		if lines[#lines] == "" then
			lines[#lines] = nil
		end
		return lines
	end
	function own.Credential(name)
		local directory = os.getenv("CREDENTIALS_DIRECTORY") or error("there is no $CREDENTIALS_DIRECTORY", 2)
		return read(directory .. "/" .. name)
	end
	own.Host, own.host, own.component, own.include = own.VirtualHost, own.VirtualHost, own.Component, own.Include
	own.Lua = _G

	return setmetatable(env, {
		__index = function(_, name)
			if name == "__currenthost" then
				return host
			elseif own[name] then
				return own[name]
			elseif type(name) == "string" and name:match("^ENV_") then
				return os.getenv(name:sub(5))
			end
			local options = result.options[host]
			if options and options[name] ~= nil then
				return options[name]
			end
			return rawget(_G, name)
		end,
		__newindex = function(_, name, value)
			if name == "__currenthost" then
				host = value
			else
				set(name, value)
			end
		end,
	})
end

function run_file(result, path)
	local env = environment(result, path:match("^.*/") or "")
	local chunk, problem = lua_loadfile(path, "t", env)
	if not chunk then
		error(problem, 0)
	end
	if setfenv then
		setfenv(chunk, env)
	end
	if not path:match("tools/core/layer%.cfg%.lua$") then
		result.files[#result.files + 1] = path
	end
	chunk()
end

--- What an entry file comes to with these environment variables (`{ NAME = "value" }`; false: unset; others are those of
--- this process): `options[host][option]`, `set_in[host][option]` (a file), `hosts` and `files` in order, or `error`.
function sandbox.load(entry, variables)
	local result = { options = { ["*"] = {} }, set_in = { ["*"] = {} }, hosts = { "*" }, files = {} }
	local before = { os.getenv, loadfile, rawget(_G, "prosody"), package.loaded.lfs }
	local getenv = os.getenv
	os.getenv = function(name)
		local value = variables and variables[name]
		if value == nil then
			return getenv(name)
		end
		return value or nil
	end
	loadfile = function(path, ...) -- the loader's way to a layer
		result.files[#result.files + 1] = path
		return lua_loadfile(path, ...)
	end
	prosody = { version = "?" }
	package.loaded.lfs, package.loaded["tools.core.loader"] = lfs, nil
	local ok, problem = pcall(run_file, result, entry)
	os.getenv, loadfile, prosody, package.loaded.lfs = before[1], before[2], before[3], before[4]
	result.error = not ok and tostring(problem) or nil
	return result
end

--- The options of the configuration that these programs lie in.
function sandbox.load_this(variables)
	return sandbox.load(support.root .. "prosody.cfg.lua", variables)
end

--- A value as Lua would write it, on one line, keys sorted.
function sandbox.show(value)
	if type(value) == "string" then
		return (("%q"):format(value):gsub("\\?\n", "\\n"))
	elseif type(value) ~= "table" then
		return tostring(value)
	end
	local parts, keys = {}, {}
	for _, item in ipairs(value) do
		parts[#parts + 1] = sandbox.show(item)
	end
	for key in pairs(value) do
		if type(key) ~= "number" or key > #value then
			keys[#keys + 1] = key
		end
	end
	table.sort(keys, function(a, b)
		return tostring(a) < tostring(b)
	end)
	for _, key in ipairs(keys) do
		local name = type(key) == "string" and key:match("^[%a_][%w_]*$") or "[" .. sandbox.show(key) .. "]"
		parts[#parts + 1] = name .. " = " .. sandbox.show(value[key])
	end
	return #parts == 0 and "{}" or "{ " .. table.concat(parts, ", ") .. " }"
end

return sandbox
