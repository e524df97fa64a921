--[[
Loads a configuration that is made of layers: directories of `*.cfg.lua` files, where later files add to lists and
override values of earlier ones. Runs on Prosody 0.12 and 13.0 as they are, with Lua 5.1 to 5.4.

The entry file says what is loaded, in which order:

    RunScript "tools/core/loader.lua"       -- now require "tools.core.loader" works, wherever the tree lies
    local loader = (Lua or _G).require "tools.core.loader"
    loader.load_directory("core")

Paths are relative to the directory of the entry file. In a directory everything is loaded, in sorted order.

What a layer may use besides what Prosody offers to every configuration file:

    modules_enabled = { "mam" }             -- lists add up, tables merge key by key, other values override
    modules_enabled = replace { "mam" }     -- instead of what earlier layers said
    modules_enabled = remove { "mam" }      -- items of a list or keys of a table go; nothing else changes
    c2s_timeout = nil                       -- the option is unset again
    table.insert(modules_enabled, "mam")    -- options can be read, and tables changed in place

`VirtualHost` and `Component` work as always: what follows in the file belongs to the host.
]]

local tools = debug.getinfo(1, "S").source:match("^@(.*)loader%.lua$")
local merger = dofile(tools .. "merger.lua")
local resolver = dofile(tools .. "resolver.lua")
local lfs = require "lfs"
-- Lua 5.1 only. (While it runs, Prosody warns of global names that do not exist.)
local getfenv, setfenv = rawget(_G, "getfenv"), rawget(_G, "setfenv")

local M = {}
-- Neither a second `require` nor layer.cfg.lua needs to know where this file lies.
package.loaded["tools.core.loader"] = M

-- The folders that the PROSODY_ variables choose from, in the order in which they apply. A tree has the first or the
-- second name.
local policies = {
	{
		variable = "PROSODY_SECURITY_LEVEL",
		what = "security level",
		folders = { "policies/security-levels", "policies/security" },
	},
	{
		variable = "PROSODY_PERFORMANCE_TIER",
		what = "performance tier",
		folders = { "policies/performance-tiers", "policies/performance" },
	},
	{ variable = "PROSODY_COMPLIANCE", what = "compliance policy", folders = { "policies/compliance" } },
	{ variable = "PROSODY_DATA_GOVERNANCE", what = "data governance", folders = { "policies/data-governance" } },
}

-- What a load of the configuration has come to: found by the environment of any of its files.
local states = setmetatable({}, { __mode = "k" })
-- The layer that layer.cfg.lua is about to run.
local pending

local function environment_of(chunk)
	if getfenv then
		return getfenv(chunk)
	end
	local name, env = debug.getupvalue(chunk, 1)
	return name == "_ENV" and env or nil
end

-- The environment of the configuration file that called, the file's name, and where it is: "file:line: ".
local function caller()
	local level = 3
	while true do
		local info = debug.getinfo(level, "fSl")
		if not info then
			error("the loader has to be called from a configuration file, and not behind `return`", 0)
		end
		if info.what == "main" then
			local env = environment_of(info.func)
			if env and env ~= _G and env.Include then
				return env, info.source:gsub("^@", ""), info.short_src .. ":" .. info.currentline .. ": "
			end
		end
		level = level + 1
	end
end

-- An environment variable; an empty one counts as unset.
local function variable(name)
	local value = os.getenv(name)
	return value ~= "" and value or nil
end

-- What layers may ask for before the use case and the clients are loaded themselves.
local function announce()
	prosody.use_case = variable("PROSODY_USECASE")
	prosody.client_optimizations = variable("PROSODY_CLIENT_OPTS")
end

-- The state of the load that the calling file belongs to.
local function current(env, file, place)
	local state = states[env]
	if not state then
		announce()
		state = { entry = env, root = file:match("^.*/") or "", values = {} }
		states[env] = state
	end
	state.place = place
	return state
end

-- The names in a directory, sorted; nil if there is no such directory.
local function list(state, path)
	local parent, name = path:match("^(.-)([^/]+)/?$")
	if name and not path:match("^/") then
		local found = false
		for _, known in ipairs(list(state, parent) or {}) do
			found = found or known == name
		end
		if not found or lfs.attributes(state.root .. path, "mode") ~= "directory" then
			return nil
		end
	end
	local names = {}
	local directory = state.root .. path
	for entry in lfs.dir(directory == "" and "." or directory) do
		if not entry:match("^%.") then
			names[#names + 1] = entry
		end
	end
	table.sort(names)
	return names
end

local function contains(names, wanted)
	for _, name in ipairs(names or {}) do
		if name == wanted then
			return true
		end
	end
	return false
end

local function load_layer(state, path)
	pending = { state = state, path = path }
	state.entry.Include("tools/core/layer.cfg.lua")
end

local function load_directory(state, path)
	for _, name in ipairs(list(state, path)) do
		local inner = path .. "/" .. name
		if name:match("%.cfg%.lua$") then
			load_layer(state, inner)
		elseif lfs.attributes(state.root .. inner, "mode") == "directory" then
			load_directory(state, inner)
		end
	end
end

-- What can be chosen in a folder, as it is written in a variable.
local function choices(state, folder, prefix, found)
	for _, name in ipairs(list(state, folder) or {}) do
		local inner = list(state, folder .. "/" .. name)
		if inner then
			found[#found + 1] = prefix .. name
			choices(state, folder .. "/" .. name, prefix .. name .. "/", found)
		elseif name:match("%.cfg%.lua$") then
			found[#found + 1] = prefix .. name:gsub("%.cfg%.lua$", "")
		end
	end
	return found
end

-- Loads `folder/name`: a file, or all of a directory.
local function load_choice(state, folder, name, what)
	local path = folder .. "/" .. name
	local parent, last = path:match("^(.*)/([^/]+)$")
	if not name:match("%.%.") and parent then
		if contains(list(state, parent), last .. ".cfg.lua") then
			return load_layer(state, path .. ".cfg.lua")
		elseif list(state, path) then
			return load_directory(state, path)
		end
	end
	local known = table.concat(choices(state, folder, "", {}), ", ")
	if known == "" then
		known = "nothing: there is no " .. state.root .. folder
	end
	error(("%sthere is no %s '%s'; there is %s"):format(state.place, what, name, known), 0)
end

local function load_choices(state, folder, names, what)
	for name in names:gmatch("[^%s,]+") do
		load_choice(state, folder, name, what)
	end
end

--- Loads every `*.cfg.lua` below a directory, in sorted order.
function M.load_directory(path)
	local state = current(caller())
	path = path:gsub("/+$", "")
	if not list(state, path) then
		error(("%sthere is no directory '%s' in %s"):format(state.place, path, state.root), 0)
	end
	load_directory(state, path)
end

--- Loads one file.
function M.load_file(path)
	load_layer(current(caller()), path)
end

--- Loads `clients/NAME` for each of the names, which commas separate: `mobile-apps/conversations,web-clients/converse`.
function M.load_client_optimizations(names)
	load_choices(current(caller()), "clients", names, "client")
end

--- Loads `usecases/NAME`: `team-collaboration/slack-like`, or everything of `team-collaboration`.
function M.load_usecase(name)
	load_choices(current(caller()), "usecases", name, "use case")
end

--- Loads `environments/NAME`: a directory or a file; or several, as in `production,docker`.
function M.load_environment(name)
	load_choices(current(caller()), "environments", name, "environment")
end

--- Loads the policies that PROSODY_SECURITY_LEVEL, PROSODY_PERFORMANCE_TIER, PROSODY_COMPLIANCE and
--- PROSODY_DATA_GOVERNANCE name, if any, then looks over the whole. The last call of an entry file.
function M.apply_policies()
	local state = current(caller())
	for _, policy in ipairs(policies) do
		local names = variable(policy.variable)
		if names then
			local folder = list(state, policy.folders[1]) and policy.folders[1] or policy.folders[2] or policy.folders[1]
			load_choices(state, folder, names, policy.what)
		end
	end
	M.finish()
end

--- Looks over the whole: modules that miss each other or do not go together are an error. `apply_policies` ends with it.
function M.finish()
	local problem = resolver.check(current(caller()).values)
	if problem then
		error(problem, 0)
	end
end

-- `Include` in a layer: the files are layers, too, relative to the layer that includes them.
local function include(state, folder, path)
	local glob = path:match("[^/]*[*?][^/]*$")
	if not path:match("^/") then
		path = folder .. path
	end
	local directory = path:match("^(.*)/[^/]*$") or ""
	local names = list(state, directory) or error(("there is no directory '%s'"):format(directory), 3)
	if not glob then
		if not contains(names, path:match("[^/]*$")) then
			error(("there is no file '%s'"):format(path), 3)
		end
		return load_layer(state, path)
	end
	local pattern = "^" .. glob:gsub("%W", "%%%0"):gsub("%%[*?]", { ["%*"] = ".*", ["%?"] = "." }) .. "$"
	for _, name in ipairs(names) do
		if name:match(pattern) then
			load_layer(state, (directory == "" and "" or directory .. "/") .. name)
		end
	end
end

-- For layer.cfg.lua.
function M.run_layer()
	local layer = pending
	local state, path = layer.state, layer.path
	local folder = path:match("^.*/") or ""
	-- Relative to the layer, not to layer.cfg.lua.
	local own = {
		Include = function(name)
			include(state, folder, name)
		end,
	}
	own.include = own.Include
	for _, name in ipairs { "RunScript", "FileContents", "FileLine", "FileLines" } do
		local read = state.entry[name]
		own[name] = read and function(file, ...)
			return read(file:match("^/") and file or folder .. file, ...)
		end
	end

	local env = merger.environment(caller(), own, state.values)
	states[env] = state
	local file = path:match("^/") and path or state.root .. path
	local chunk, problem = loadfile(file, "t", env)
	if not chunk then
		error(problem, 0)
	end
	if setfenv then
		setfenv(chunk, env)
	end
	chunk()
end

announce()
return M
