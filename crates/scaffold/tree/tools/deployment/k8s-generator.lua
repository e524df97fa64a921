local usage = [[
Prints Kubernetes manifests that run this configuration with what is chosen: a ConfigMap with its Lua files, a
Deployment of one pod, and a Service.

  lua tools/deployment/k8s-generator.lua --security enhanced | kubectl apply -f -

What it does not make, because it is yours: a Secret NAME-certificates with the certificate's files, a
PersistentVolumeClaim NAME-data, and, if layers ask for passwords (ENV_...), a Secret NAME-secrets with those
variables.

  --name NAME           what the objects are called; prosody if not given
  --image NAME          the image; that of the Prosody project if not given
]]
local lib = (debug.getinfo(1, "S").source:match("^@(.*/)") or "") .. "../lib/"
local support, choices = dofile(lib .. "support.lua"), dofile(lib .. "choices.lua")
local manifests = dofile(lib .. "manifests.lua")

local known = choices.options { name = "value", image = "value" }
local options, others = support.arguments(usage .. choices.usage, known)
if others[1] then
	support.fail(("what is '%s'? --help says what this program takes"):format(others[1]), 2)
end
local name = options.name or "prosody"
if not name:match("^%l[%l%d-]*$") or #name > 40 then
	support.fail("the name has to be of small letters, digits and hyphens", 2)
end
local chosen = choices.chosen(options, "production,kubernetes")

local data, items, environment = {}, {}, {}
local size = 0
for _, path in ipairs(support.files()) do
	local key, text = manifests.key(path), support.read(support.root .. path)
	size = size + #text
	data[#data + 1] = ("  %s: %s"):format(key, manifests.block(text, "    "))
	items[#items + 1] = ("              - { key: %s, path: %s }"):format(key, path)
end
if size > 1000 * 1000 then
	support.fail("a ConfigMap holds no more than 1 MiB, and these files are larger")
end
for i, pair in ipairs(chosen) do
	environment[i] = ("            - { name: %s, value: %s }"):format(pair[1], support.yaml(pair[2]))
end
if #chosen > 0 then
	table.insert(environment, 1, "          env:")
end

print(([[
apiVersion: v1
kind: ConfigMap
metadata:
  name: %s-configuration
data:]]):format(name))
print(table.concat(data, "\n"))
-- One pod: Prosody does not run as several that share users.
print(([[
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: %s
spec:
  replicas: 1
  strategy:
    type: Recreate
  selector:
    matchLabels:
      app: %s
  template:
    metadata:
      labels:
        app: %s
    spec:]]):format(name, name, name))
print(manifests.pod {
	name = name,
	image = support.yaml(options.image or "prosodyim/prosody:" .. (choices.release() or "13.0")),
	environment = environment,
	items = items,
})
print(([[
---
apiVersion: v1
kind: Service
metadata:
  name: %s
spec:
  type: LoadBalancer
  selector:
    app: %s
  ports:]]):format(name, name))
for _, port in ipairs(manifests.ports) do
	if port[1] ~= "http" then -- an ingress asks the pod itself
		print(("    - { name: %s, port: %d, targetPort: %s }"):format(port[1], port[2], port[1]))
	end
end
