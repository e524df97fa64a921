--[[
What this configuration can be told by environment variables, and what there is to choose.
]]

local support = dofile((debug.getinfo(1, "S").source:match("^@(.*/)") or "") .. "support.lua")

local choices = {}

--- The options of the programs that choose, as they are explained to people.
choices.usage = [[
  --environment NAMES   folders or files of environments/: PROSODY_ENVIRONMENT
  --usecase NAME        of usecases/: PROSODY_USECASE
  --clients NAMES       of clients/: PROSODY_CLIENT_OPTS
  --security NAME       of policies/security-levels/: PROSODY_SECURITY_LEVEL
  --performance NAME    of policies/performance-tiers/: PROSODY_PERFORMANCE_TIER
  --compliance NAMES    of policies/compliance/: PROSODY_COMPLIANCE
  --governance NAMES    of policies/data-governance/: PROSODY_DATA_GOVERNANCE

Commas separate several names. `list` instead of a name prints what there is.
]]

--- The variables that the loader and the entry file read, in the order in which they apply.
choices.variables = {
	{ option = "clients", name = "PROSODY_CLIENT_OPTS", what = "client", folders = { "clients" } },
	{ option = "usecase", name = "PROSODY_USECASE", what = "use case", folders = { "usecases" } },
	{ option = "environment", name = "PROSODY_ENVIRONMENT", what = "environment", folders = { "environments" } },
	{
		option = "security",
		name = "PROSODY_SECURITY_LEVEL",
		what = "security level",
		folders = { "policies/security-levels", "policies/security" },
	},
	{
		option = "performance",
		name = "PROSODY_PERFORMANCE_TIER",
		what = "performance tier",
		folders = { "policies/performance-tiers", "policies/performance" },
	},
	{
		option = "compliance",
		name = "PROSODY_COMPLIANCE",
		what = "compliance policy",
		folders = { "policies/compliance" },
	},
	{
		option = "governance",
		name = "PROSODY_DATA_GOVERNANCE",
		what = "data governance",
		folders = { "policies/data-governance" },
	},
}

--- For `support.arguments`: every option with a value, and more of the program's own.
function choices.options(more)
	local known = more or {}
	for _, variable in ipairs(choices.variables) do
		known[variable.option] = "value"
	end
	return known
end

--- What a variable can be: files without `.cfg.lua`, and folders, for everything in them.
function choices.of(variable)
	local found = {}
	local function walk(folder, prefix)
		for _, name in ipairs(support.list(folder) or {}) do
			local directory, file = name:match("^([^.].*)/$"), name:match("^([^.].*)%.cfg%.lua$")
			if directory then
				found[#found + 1] = prefix .. directory
				walk(folder .. "/" .. directory, prefix .. directory .. "/")
			elseif file then
				found[#found + 1] = prefix .. file
			end
		end
	end
	for _, folder in ipairs(variable.folders) do
		if #found == 0 then
			walk(support.root .. folder, "")
		end
	end
	return found
end

local function check(variable, value)
	local known = choices.of(variable)
	local all = #known > 0 and table.concat(known, ", ") or ("nothing: this tree has no " .. variable.folders[1])
	if value == "list" then
		print(#known > 0 and table.concat(known, "\n") or all)
		os.exit(0)
	end
	local set = {}
	for _, name in ipairs(known) do
		set[name] = true
	end
	for name in value:gmatch("[^%s,]+") do
		if not set[name] then
			support.fail(("there is no %s '%s'; there is %s"):format(variable.what, name, all), 2)
		end
	end
	return value
end

--- The variables that options ask for, in order: `{ { "PROSODY_USECASE", "education" }, ... }`. `environment` is taken if
--- none is asked for, as far as the tree has it.
function choices.chosen(options, environment)
	local chosen = {}
	for _, variable in ipairs(choices.variables) do
		local value = options[variable.option]
		if value then
			chosen[#chosen + 1] = { variable.name, check(variable, value) }
		elseif variable.option == "environment" and environment then
			local there, wanted = {}, {}
			for _, name in ipairs(choices.of(variable)) do
				there[name] = true
			end
			for name in environment:gmatch("[^,]+") do
				wanted[#wanted + 1] = there[name] and name or nil
			end
			if #wanted > 0 then
				chosen[#chosen + 1] = { variable.name, table.concat(wanted, ",") }
			end
		end
	end
	return chosen
end

--- Where the lines of `prosody-ls.toml` say so, the release that the tree is for; nil otherwise.
function choices.release()
	local file = io.open(support.root .. "prosody-ls.toml")
	local text = file and file:read("*a") or ""
	if file then
		file:close()
	end
	return ("\n" .. text):match('\nprosody = "([^"]+)"')
end

return choices
