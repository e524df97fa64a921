local usage = [[
Prints a Dockerfile of an image that holds Prosody and this configuration, with what is chosen as its default:

  lua tools/deployment/docker-builder.lua --security enhanced > Dockerfile
  docker build --tag my-prosody .

The variables can still be set when the image is run. Certificates and data are no part of it: mount them at
/etc/prosody/certs and /var/lib/prosody. Only Lua files are copied.

  --image NAME          the image to build on; that of the Prosody project if not given
]]
local lib = (debug.getinfo(1, "S").source:match("^@(.*/)") or "") .. "../lib/"
local support, choices = dofile(lib .. "support.lua"), dofile(lib .. "choices.lua")

local options, others = support.arguments(usage .. choices.usage, choices.options { image = "value" })
if others[1] then
	support.fail(("what is '%s'? --help says what this program takes"):format(others[1]), 2)
end
local chosen = choices.chosen(options, "production,docker")

-- The folders and files beside the entry file that hold Lua.
local sources, known = {}, {}
for _, path in ipairs(support.files()) do
	local source = path:match("^tools/core/") or path:match("^tools/.*") or path:match("^[^/]+/?")
	if not known[source] then
		known[source] = true
		sources[#sources + 1] = source
	end
end

print("FROM " .. (options.image or "prosodyim/prosody:" .. (choices.release() or "13.0")))
for _, source in ipairs(sources) do
	print(('COPY ["%s", "/etc/prosody/%s"]'):format(source, source))
end
for _, pair in ipairs(chosen) do
	print(('ENV %s="%s"'):format(pair[1], pair[2]))
end
print "EXPOSE 5222 5223 5269 5270 5281"
print 'VOLUME ["/etc/prosody/certs", "/var/lib/prosody"]'
print 'HEALTHCHECK CMD ["prosodyctl", "shell", "server:uptime()"]'
