-- Asks real Prosody what configurations mean. tests/judge/judge.sh runs it.
--
--   lua5.4 judge.lua ROOT        ROOT: what tests/fetch-prosody.sh unpacked
--
-- Reads requests from standard input, one a line, its fields separated by tabs:
--
--   DIRECTORY  ENTRY  CWD  [NAME=VALUE ...]
--
-- the configuration's directory, its entry file below that, Prosody's working directory, the environment. The answer
-- is one line of JSON in the form of `prosody-ls resolve`; its paths are relative to DIRECTORY.
--
-- Prosody itself does the work, unchanged: its configmanager loads, its modulemanager says which modules would run.
-- Each request has a process of its own, a copy of one in which Prosody is ready. Nothing that a configuration wants
-- to execute or to write is done: a guard against accidents, no wall against an attacker.

local root = assert(arg[1], "usage: judge.lua ROOT")
local here = debug.getinfo(1, "S").source
-- Where Prosody believes it lies: messages name its files.
local installed = "/usr/lib/prosody"

---------------------------------------------------------------------------------------------------------------------
-- Prosody, as its own start script sets it up

-- Compiles Lua files once, under the names that they have when installed.
local compiled = {}
local function compile(path, name)
	local file = io.open(path, "rb")
	if not file then return nil end
	local text = file:read("a"):gsub("^#[^\n]*", "")
	file:close()
	compiled[path] = compiled[path] or assert(load(text, "@" .. name))
	return compiled[path]
end

-- Finds Prosody's own modules, and those of Debian's packages, whatever package.path a configuration sets.
local function search(module)
	local file = module:gsub("%.", "/") .. ".lua"
	return compile(root .. installed .. "/" .. file, installed .. "/" .. file)
		or compile(root .. "/usr/share/lua/5.4/" .. file, "/usr/share/lua/5.4/" .. file)
end
table.insert(package.searchers, 2, search)
package.path = installed .. "/?.lua;/usr/share/lua/5.4/?.lua;/usr/share/lua/5.4/?/init.lua"
package.cpath = root .. installed .. "/?.so;" .. package.cpath

CFG_SOURCEDIR, CFG_PLUGINDIR, CFG_DATADIR = installed, root .. installed .. "/modules/", "/var/lib/prosody"
local loader = compile(root .. installed .. "/loader.lua", installed .. "/loader.lua")
if loader then
	loader()
	package.loaded["prosody.loader"] = true
end

local lfs, pposix = require "lfs", require "util.pposix"
local startup = require "util.startup"
startup.init_global_state()
local configmanager = require "core.configmanager"
prosody.process_type = "prosody"
if configmanager.set_credential_fallback_mode then configmanager.set_credential_fallback_mode("error") end

-- What modulemanager is going to require: compiled here, run in each process.
for _, directory in ipairs { "core", "util", "net" } do
	for file in lfs.dir(root .. installed .. "/" .. directory) do
		if file:find("%.lua$") then search(directory .. "." .. file:sub(1, -5)) end
	end
end

---------------------------------------------------------------------------------------------------------------------
-- What configurations may not do

-- Calls one of Lua's functions so that an error looks as if the configuration had called it itself.
local function pass(name, original, ...)
	local results = table.pack(pcall(original, ...))
	if results[1] then return table.unpack(results, 2, results.n) end
	error(tostring(results[2]):gsub("'%?'", "'" .. name .. "'"), 3)
end

local function refuse(path)
	return nil, tostring(path) .. ": Permission denied", 13
end

local function guard()
	local open, dir = io.open, lfs.dir
	io.open = function (path, mode)
		if type(mode) == "string" and mode:find("[wa+]") then return refuse(path) end
		return pass("open", open, path, mode)
	end
	io.popen = function () return open("/dev/null") end
	io.output = function () return io.stdout end
	io.tmpfile, os.tmpname, os.remove, os.rename = refuse, refuse, refuse, refuse
	os.execute = function (command)
		if command == nil then return false end
		return nil, "exit", 127
	end
	os.exit = function () error("judge: the configuration called os.exit", 0) end
	-- Directories list their files in any order; here they are sorted.
	lfs.dir = function (path)
		local names = {}
		local ok, iterator, state = pcall(dir, path)
		if not ok then error(iterator, 2) end
		for name in iterator, state do names[#names + 1] = name end
		table.sort(names)
		local index = 0
		return function ()
			index = index + 1
			return names[index]
		end
	end
	pposix.setrlimit("FSIZE", 0, 0)
	pposix.setrlimit("CPU", 10, 10)
	pposix.setrlimit("DATA", 2 << 30, 2 << 30)
end

local function set_environment(variables)
	for _, variable in ipairs(variables) do
		pposix.setenv(variable:match("^([^=]*)=(.*)$"))
	end
	-- As bin/prosody does: nothing relative.
	local path = os.getenv("LUA_PATH")
	if path then package.path = installed .. "/?.lua;" .. path:gsub("[^;]+;?", function (template)
		if template:sub(1, 1) ~= "/" then return "" end
	end) end
	local credentials = os.getenv("CREDENTIALS_DIRECTORY")
	if credentials and configmanager.set_credentials_directory then
		configmanager.set_credentials_directory(credentials)
	end
end

---------------------------------------------------------------------------------------------------------------------
-- JSON

local directory -- of the configuration

-- Takes the directory off wherever a text names a file below it.
local function relative(text)
	local out, from = {}, 1
	while true do
		local first, last = text:find(directory .. "/", from, true)
		if not first then break end
		out[#out + 1] = text:sub(from, first - 1)
		if text:sub(1, first - 1):find("[%w_./-]$") then out[#out + 1] = directory .. "/" end
		from = last + 1
	end
	return table.concat(out) .. text:sub(from)
end

local function quote(text)
	return '"' .. text:gsub('[%c"\\\127]', function (char) return ("\\u%04x"):format(char:byte()) end) .. '"'
end

local function array(items) return "[" .. table.concat(items, ",") .. "]" end

local function object(keys, values)
	local fields = {}
	for i, key in ipairs(keys) do fields[i] = quote(key) .. ":" .. values[i] end
	return "{" .. table.concat(fields, ",") .. "}"
end

-- A file's name: a doubled slash behind the directory belongs to it.
local function file_name(path)
	local name = relative(path)
	return name ~= path and name:gsub("^/+", "") or path
end

local function strings(list)
	local items = {}
	for i, text in ipairs(list) do items[i] = quote(relative(text)) end
	return array(items)
end

-- Keys by kind, then by value.
local rank = { boolean = 1, number = 2, string = 3 }
local function sorted_keys(of)
	local keys = {}
	for key in next, of do keys[#keys + 1] = key end
	table.sort(keys, function (a, b)
		local kind_a, kind_b = rank[type(a)] or 9, rank[type(b)] or 9
		if kind_a ~= kind_b then return kind_a < kind_b end
		if kind_a == 2 or kind_a == 3 then return a < b end
		return tostring(a) < tostring(b)
	end)
	return keys
end

local show

local function show_number(number)
	if number ~= number then return '{"$number":"nan"}' end
	if number == math.huge then return '{"$number":"inf"}' end
	if number == -math.huge then return '{"$number":"-inf"}' end
	if math.type(number) == "integer" then return ("%d"):format(number) end
	local text = ("%.17g"):format(number)
	return text:find("[.e]") and text or text .. ".0"
end

local function show_table(of, open)
	local host, option = rawget(of, "host"), rawget(of, "option_name")
	if host and option and rawget(of, "config_table") then
		local kind = getmetatable(of) and "$proxy" or "$stripped_proxy"
		return object({ kind }, { quote(tostring(host) .. "/" .. tostring(option)) })
	end
	if rawget(of, "context") and rawget(of, "condition") then
		return object({ "$error" }, { quote(tostring(rawget(of, "text"))) })
	end
	if open[of] then return '{"$cycle":true}' end
	open[of] = true
	local keys, values = sorted_keys(of), {}
	local is_list, is_map = true, true
	for i, key in ipairs(keys) do
		values[i] = show(rawget(of, key), open)
		is_list = is_list and rawget(of, i) ~= nil
		is_map = is_map and type(key) == "string" and key:sub(1, 1) ~= "$" and utf8.len(key) ~= nil
	end
	local text
	if is_list then
		text = array(values)
	elseif is_map then
		text = object(keys, values)
	else
		for i, key in ipairs(keys) do values[i] = array { show(key, open), values[i] } end
		text = object({ "$table" }, { array(values) })
	end
	open[of] = nil
	return text
end

function show(value, open)
	local kind = type(value)
	if kind == "nil" then return "null" end
	if kind == "boolean" then return tostring(value) end
	if kind == "number" then return show_number(value) end
	if kind == "string" then
		if utf8.len(value) then return quote(value) end
		return object({ "$bytes" }, { quote(value:gsub(".", function (c) return ("%02x"):format(c:byte()) end)) })
	end
	if kind == "table" then return show_table(value, open or {}) end
	if kind ~= "function" then return '{"$' .. kind .. '":true}' end
	local info = debug.getinfo(value, "S")
	if info.what == "C" or info.source == here then return '{"$fn":true,"what":"C"}' end
	if info.source:find("@" .. installed .. "/", 1, true) == 1 then return '{"$fn":true,"what":"prosody"}' end
	local place = file_name(info.source:gsub("^@", "")) .. ":" .. info.linedefined
	return '{"$fn":true,"what":"Lua","at":' .. quote(place) .. "}"
end

---------------------------------------------------------------------------------------------------------------------
-- Watching

local function upvalue(of, wanted)
	for i = 1, 255 do
		local name, value = debug.getupvalue(of, i)
		if name == wanted then return i, value end
		if not name then error("configmanager has no '" .. wanted .. "' any more") end
	end
end

-- The innermost place in a configuration file.
local function place()
	for level = 3, 1000 do
		local info = debug.getinfo(level, "Sl")
		if not info then return "?" end
		local is_ours = info.source == here or info.source:find("@" .. installed .. "/", 1, true) == 1
		if info.what ~= "C" and not is_ours then
			local file = info.source:sub(1, 1) == "@" and file_name(info.source:sub(2)) or "(load)"
			return file .. ":" .. info.currentline
		end
	end
end

-- Notes what is set and which files are begun. Both functions stand between a caller and the original without being
-- seen on the stack while the configuration runs.
local function watch()
	local seen = { sets = {}, started = {}, config = {} }
	local _, parser = upvalue(configmanager.load, "parser")
	local index, set = upvalue(parser.load, "set")
	debug.setupvalue(parser.load, index, function (config, host, key, value)
		seen.config = config
		-- Items of `VirtualHost "x" { "item" }` have no name: nobody reads them.
		if type(key) == "string" then seen.sets[#seen.sets + 1] = { host, key, place() } end
		return set(config, host, key, value)
	end)
	local load_file = parser.load
	parser.load = function (text, file, config)
		seen.config = config
		-- A directory can be opened, not read.
		if text then seen.started[#seen.started + 1] = file_name(file) end
		return load_file(text, file, config)
	end
	return seen
end

---------------------------------------------------------------------------------------------------------------------
-- Answers

-- `show(host, key)` for all options of all hosts.
local function per_host(config, show_option)
	local hosts, shown = sorted_keys(config), {}
	for i, host in ipairs(hosts) do
		local keys, values = {}, {}
		for _, key in ipairs(sorted_keys(rawget(config, host))) do
			if type(key) == "string" then
				keys[#keys + 1] = key
				values[#values + 1] = show_option(rawget(rawget(config, host), key))
			end
		end
		shown[i] = object(keys, values)
	end
	return object(hosts, shown)
end

local function sets_of(seen)
	local all, last = {}, {}
	for i, set in ipairs(seen.sets) do
		local host, key, where = set[1], tostring(set[2]), set[3]
		all[i] = array { quote(host), quote(key), quote(where) }
		last[host] = last[host] or {}
		last[host][key] = quote(where)
	end
	return array(all), per_host(last, function (where) return where end)
end

local function hosts_in_order(seen)
	local order, known = {}, {}
	local function note(host)
		if not known[host] then order[#order + 1] = host end
		known[host] = true
	end
	for _, set in ipairs(seen.sets) do note(set[1]) end
	for _, host in ipairs(sorted_keys(seen.config)) do note(host) end
	return order
end

local function modules_of(config)
	prosody.config_loaded = true
	prosody.core_post_stanza = function () end
	local modulemanager = require "core.modulemanager"
	local hosts, shown, problems = {}, {}, {}
	for _, host in ipairs(sorted_keys(config)) do
		local ok, modules, component = pcall(modulemanager.get_modules_for_host, host)
		if ok then
			local names, others, fields, values = {}, {}, {}, {}
			for _, item in ipairs(sorted_keys(modules._items)) do
				if type(item) == "string" then names[#names + 1] = quote(item)
				else others[#others + 1] = show(item) end
			end
			if component ~= nil then fields, values = { "component" }, { show(component) } end
			fields[#fields + 1], values[#values + 1] = "modules", array(names)
			if #others > 0 then fields[#fields + 1], values[#values + 1] = "not_strings", array(others) end
			hosts[#hosts + 1], shown[#shown + 1] = host, object(fields, values)
		else
			problems[#problems + 1] = host .. ": " .. relative(tostring(modules))
		end
	end
	return object(hosts, shown), strings(problems)
end

local function answer(entry)
	local seen = watch()
	prosody.config_file = directory .. "/" .. entry
	prosody.paths.config = prosody.config_file:match("^(.*)/")
	CFG_CONFIGDIR = prosody.paths.config
	local steps = 0
	debug.sethook(function ()
		steps = steps + 1
		if steps > 200 then error("judge: it takes too long", 0) end
	end, "", 100000)
	local survived, ok, stage, result = pcall(configmanager.load, prosody.config_file)
	debug.sethook()
	if steps > 200 then ok, stage, result = false, "limit", "it takes too long" end
	if not survived then ok, stage, result = false, "crash", ok end
	local keys, values = {}, {}
	local function put(key, value) keys[#keys + 1], values[#values + 1] = key, value end
	put("ok", tostring(ok == true))
	if not ok then
		put("stage", quote(stage))
		put("error", quote(relative(tostring(result))))
	end
	put("warnings", strings(ok and result or {}))
	put("files_started", strings(seen.started))
	local completed = configmanager.files()
	for i, file in ipairs(completed) do completed[i] = file_name(file) end
	put("files_completed", strings(completed))
	put("hosts_order", strings(hosts_in_order(seen)))
	put(ok and "hosts" or "partial_hosts", per_host(seen.config, show))
	local all, last = sets_of(seen)
	put("set_at", last)
	put("sets", all)
	if ok then
		local modules, problems = modules_of(seen.config)
		put("modules", modules)
		if problems ~= "[]" then put("modules_error", problems) end
	end
	return object(keys, values)
end

---------------------------------------------------------------------------------------------------------------------
-- Requests

-- Answers a request in a process of its own.
local function serve(request)
	local out = io.open("/proc/self/fd/1", "w")
	-- The parent gets a process id; what the child prints goes nowhere.
	local forked, child = pposix.daemonize()
	assert(forked, child)
	if child then
		out:close()
		return
	end
	local fields = {}
	for field in request:gmatch("[^\t]+") do fields[#fields + 1] = field end
	directory = fields[1]
	local leave = os.exit
	local ok, text = xpcall(function ()
		assert(lfs.chdir(fields[3]))
		set_environment { table.unpack(fields, 4) }
		guard()
		return answer(fields[2])
	end, debug.traceback)
	out:write(ok and text or object({ "judge_failed" }, { quote(text) }), "\n")
	out:close()
	leave(0)
end

for request in io.lines() do serve(request) end
