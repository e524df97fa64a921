local usage = [[
Prints a compose file that runs this configuration with what is chosen:

  lua tools/deployment/compose-builder.lua --usecase team-collaboration/slack-like > deployment/compose.mine.yaml
  docker compose -f deployment/compose.mine.yaml up -d

  --tree PATH           where this configuration lies, seen from the compose file; `..` if not given
  --image NAME          the image; that of the Prosody project if not given
]]
local lib = (debug.getinfo(1, "S").source:match("^@(.*/)") or "") .. "../lib/"
local support, choices = dofile(lib .. "support.lua"), dofile(lib .. "choices.lua")

local options, others = support.arguments(usage .. choices.usage, choices.options { tree = "value", image = "value" })
if others[1] then
	support.fail(("what is '%s'? --help says what this program takes"):format(others[1]), 2)
end
local chosen = choices.chosen(options, "production,docker")
local image = options.image or "prosodyim/prosody:" .. (choices.release() or "13.0")

local lines = {
	"services:",
	"  prosody:",
	"    image: " .. support.yaml(image),
	"    restart: unless-stopped",
}
local function add(line)
	lines[#lines + 1] = line
end
if #chosen > 0 then
	add "    environment:"
	for _, pair in ipairs(chosen) do
		add(("      %s: %s"):format(pair[1], support.yaml(pair[2])))
	end
end
add "    volumes:"
add("      - " .. support.yaml((options.tree or "..") .. ":/etc/prosody:ro"))
add "      - certificates:/etc/prosody/certs:ro"
add "      - data:/var/lib/prosody"
add "    ports:"
for _, port in ipairs { 5222, 5223, 5269, 5270, 5281 } do
	add(("      - %s"):format(support.yaml(port .. ":" .. port)))
end
add ""
add "volumes:"
add "  certificates:"
add "  data:"
print(table.concat(lines, "\n"))
