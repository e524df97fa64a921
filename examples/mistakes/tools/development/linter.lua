local usage = [[
Says what is wrong with the configuration: by `prosody-ls check`, which gets all further arguments.

  lua tools/development/linter.lua
  lua tools/development/linter.lua -- --all-profiles

Where prosody-ls is not installed, it says so, and looks whether every file is Lua, whether the whole loads under the
present variables, and what `prosodyctl check config` says, if there is a prosodyctl.

  --loads               only looks whether the files are Lua and load
]]
local lib = (debug.getinfo(1, "S").source:match("^@(.*/)") or "") .. "../lib/"
local support, sandbox = dofile(lib .. "support.lua"), dofile(lib .. "sandbox.lua")

local more = {}
for i, word in ipairs(arg) do
	if word == "--" then
		for j = i + 1, #arg do
			more[#more + 1] = arg[j]
		end
		for j = i, #arg do
			arg[j] = nil
		end
		break
	end
end
local options, others = support.arguments(usage, { loads = "flag" })
if others[1] then
	support.fail("arguments for prosody-ls stand behind `--`", 2)
end

if not options.loads and support.has("prosody-ls") then
	local words = { "prosody-ls", "check" }
	for _, word in ipairs(more) do
		words[#words + 1] = word
	end
	words[#words + 1] = support.root
	os.exit(support.run(words))
end
if not options.loads then
	print "prosody-ls is not installed: it finds much more. https://github.com/prosody-ls/prosody-ls has it."
end

local wrong = 0
for _, path in ipairs(support.files()) do
	local chunk, problem = loadfile(support.root .. path)
	if not chunk then
		wrong = wrong + 1
		io.stderr:write(problem, "\n")
	end
end
if wrong == 0 then
	local problem = sandbox.load_this().error
	if problem then
		wrong = 1
		io.stderr:write(problem, "\n")
	end
end
if wrong == 0 and not options.loads and support.has("prosodyctl") then
	wrong = support.run { "prosodyctl", "--config", support.root .. "prosody.cfg.lua", "check", "config" }
end
if wrong > 0 then
	os.exit(1)
end
print("all files are Lua, and they load")
