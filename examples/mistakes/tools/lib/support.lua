--[[
What the programs below tools/ share: their arguments, files, and other programs. For Lua 5.1 to 5.4 where there is a
POSIX shell. Prosody never runs any of this.
]]

local support = {}

-- `tools/migration/../lib/` is `tools/lib/`.
local function shorten(path)
	local before
	repeat
		before = path
		path = path:gsub("([^/]+)/%.%./", function(name)
			return name ~= ".." and name ~= "." and "" or nil
		end)
	until path == before
	return path == "" and "./" or path
end

--- The directory of the configuration, with `/` at its end.
support.root = shorten((debug.getinfo(1, "S").source:match("^@(.*/)") or "") .. "../../")

--- Ends the program with a message: 1 if it could not do its work, 2 if it was called wrongly.
function support.fail(message, code)
	io.stderr:write((arg[0]:match("[^/]+$") or arg[0]), ": ", message, "\n")
	os.exit(code or 1)
end

--- The options and the other arguments that the program was called with. `known` says which options there are:
--- `{ usecase = "value", all = "flag" }`.
function support.arguments(usage, known)
	local options, others, i = {}, {}, 1
	local function wrong(message)
		support.fail(message .. "; --help says what it can do", 2)
	end
	while arg[i] do
		local word = arg[i]
		local name, value = word:match("^%-%-([^=]+)=(.*)$")
		name = name or word:match("^%-%-(.+)$")
		if word == "--help" or word == "-h" then
			io.write(usage)
			os.exit(0)
		elseif not name and word:match("^%-.") then
			wrong(("there is no option '%s'"):format(word))
		elseif not name then
			others[#others + 1] = word
		elseif not (known and known[name]) then
			wrong(("there is no option '--%s'"):format(name))
		elseif known[name] == "flag" then
			if value then
				wrong(("--%s takes no value"):format(name))
			end
			options[name] = true
		else
			if not value then
				i = i + 1
				value = arg[i] or wrong(("--%s needs a value"):format(name))
			end
			options[name] = value
		end
		i = i + 1
	end
	return options, others
end

--- Words as one command of the shell: each stays the word that it is.
function support.command(words)
	local quoted = {}
	for i, word in ipairs(words) do
		quoted[i] = "'" .. word:gsub("'", "'\\''") .. "'"
	end
	return table.concat(quoted, " ")
end

--- Runs a program and gives its exit code.
function support.run(words)
	local first, _, code = os.execute(support.command(words))
	if type(first) == "number" then -- Lua 5.1: as wait() has it
		return first % 256 == 0 and first / 256 or 1
	end
	return code
end

--- Runs a program and gives what it printed on standard output, and its exit code.
function support.capture(words)
	-- Lua 5.1 does not tell the code: the shell does.
	local pipe = io.popen(support.command(words) .. '; printf "\\n%d" "$?"')
	local output, code = pipe:read("*a"):match("^(.*)\n(%d+)$")
	pipe:close()
	return output, tonumber(code)
end

--- Whether a program is installed.
function support.has(program)
	return support.run { "sh", "-c", 'command -v "$1" >/dev/null 2>&1', "sh", program } == 0
end

--- What a file holds.
function support.read(path)
	local file, problem = io.open(path, "rb")
	local text = file and file:read("*a")
	if not text then
		support.fail(problem or (path .. " cannot be read"))
	end
	file:close()
	return text
end

--- Writes a file that is not there yet, with the directories on the way.
function support.write(path, text)
	local there = io.open(path, "rb")
	if there then
		there:close()
		support.fail(path .. " is there already")
	end
	local directory = path:match("^(.*)/[^/]*$")
	if directory and directory ~= "" and support.run { "mkdir", "-p", "--", directory } ~= 0 then
		support.fail("cannot make " .. directory)
	end
	local file, problem = io.open(path, "wb")
	if not (file and file:write(text) and file:close()) then
		support.fail(problem or (path .. " cannot be written"))
	end
end

--- The names in a directory, sorted, directories with `/` at their end; nil if there is no such directory.
function support.list(path)
	local output, code = support.capture { "sh", "-c", 'exec ls -1ApL -- "$1" 2>/dev/null', "sh", path .. "/" }
	if code ~= 0 and output == "" then
		return nil
	end
	local names = {}
	for name in output:gmatch("[^\n]+") do
		names[#names + 1] = name
	end
	table.sort(names)
	return names
end

--- The Lua files that Prosody may read, sorted, by their path in the configuration: everything but what is hidden and
--- the programs below tools/.
function support.files()
	local found = {}
	local function walk(folder)
		for _, name in ipairs(support.list(support.root .. folder) or {}) do
			local path = folder .. name
			local is_program = folder == "tools/" and name ~= "core/" and name ~= "loader.lua"
			if is_program or name:match("^%.") then
				path = nil
			elseif name:match("/$") then
				walk(path)
			elseif name:match("%.lua$") then
				found[#found + 1] = path
			end
		end
	end
	walk("")
	return found
end

--- A text as a scalar of YAML.
function support.yaml(text)
	return '"' .. text:gsub('[\\"]', "\\%0") .. '"'
end

return support
