local usage = [[
Keeps versions of the configuration, with git:

  lua tools/migration/versioning.lua record MESSAGE     the configuration as it is now becomes a version
  lua tools/migration/versioning.lua list               the versions, the newest first
  lua tools/migration/versioning.lua changes [VERSION]  what is different now from the last version, or from another

The first `record` makes a repository where there is none. Certificates are left out, as .gitignore then says; passwords
should come from variables (ENV_...) and stand in no file. Only what loads is recorded.
]]
local lib = (debug.getinfo(1, "S").source:match("^@(.*/)") or "") .. "../lib/"
local support, sandbox = dofile(lib .. "support.lua"), dofile(lib .. "sandbox.lua")

local _, others = support.arguments(usage)
local task, argument = others[1], others[2]
if not task or others[3] then
	support.fail("record MESSAGE, list, or changes [VERSION]? --help says more", 2)
elseif not support.has("git") then
	support.fail("git is not installed")
end

local function git(...)
	return support.run { "git", "-C", support.root, ... }
end
-- Whether git says yes, without a word.
local function is(...)
	return support.run { "sh", "-c", 'exec git "$@" >/dev/null 2>&1', "git", "-C", support.root, ... } == 0
end

-- Commands are about this folder, also where the repository is a larger one.
local is_kept = is("rev-parse", "--verify", "HEAD^{commit}")
if task == "record" then
	if not argument or argument:match("^%s*$") then
		support.fail("a version needs a message that says what it is about", 2)
	end
	local problem = sandbox.load_this().error
	if problem then
		support.fail("this does not load, and was not recorded: " .. problem)
	end
	if not is("rev-parse", "--git-dir") then
		if git("init", "--quiet") ~= 0 then
			support.fail("git could not make a repository")
		end
		local ignored = io.open(support.root .. ".gitignore", "r")
		if ignored then
			ignored:close()
		else
			support.write(support.root .. ".gitignore", "certs/\n*.key\n*.pem\n")
		end
	end
	if git("add", "--all", "--", ".") ~= 0 then
		support.fail("git could not take the files")
	elseif is("diff", "--cached", "--quiet", "--", ".") then
		print("nothing has changed since the last version")
	elseif git("commit", "--quiet", "--message", argument, "--", ".") ~= 0 then
		support.fail("git could not record")
	else
		print("recorded: " .. argument)
	end
elseif task == "list" and not argument then
	if not is_kept then
		support.fail("there are no versions yet")
	end
	git("--no-pager", "log", "--date=short", "--format=%h  %ad  %s", "--", ".")
elseif task == "changes" then
	if not is_kept then
		support.fail("there are no versions yet")
	end
	local version = argument or "HEAD"
	if version:match("^%-") or not is("rev-parse", "--verify", version .. "^{commit}") then
		support.fail(("there is no version '%s'"):format(version), 2)
	end
	git("--no-pager", "diff", version, "--", ".")
else
	support.fail(("what is '%s'? record MESSAGE, list, or changes [VERSION]"):format(task), 2)
end
