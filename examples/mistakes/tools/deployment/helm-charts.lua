local usage = [[
Writes a Helm chart that runs this configuration, into a directory that is not there yet:

  lua tools/deployment/helm-charts.lua /tmp/chart --security enhanced
  helm install chat /tmp/chart --set environment.PROSODY_PERFORMANCE_TIER=large

What is chosen becomes the default in values.yaml. The chart holds a copy of the Lua files: make it again when they
change. As for what it does not make (certificates, data, secrets): see k8s-generator.lua --help.

  --image NAME          the image; that of the Prosody project if not given
]]
local lib = (debug.getinfo(1, "S").source:match("^@(.*/)") or "") .. "../lib/"
local support, choices = dofile(lib .. "support.lua"), dofile(lib .. "choices.lua")
local manifests = dofile(lib .. "manifests.lua")

local options, others = support.arguments(usage .. choices.usage, choices.options { image = "value" })
local chosen = choices.chosen(options, "production,kubernetes")
local chart = others[1]
if not chart or others[2] then
	support.fail("one argument is needed: the chart's directory; --help says more", 2)
elseif support.list(chart) then
	support.fail(chart .. " is there already")
end
local release = choices.release() or "13.0"

local values = { "image: " .. support.yaml(options.image or "prosodyim/prosody:" .. release) }
values[2] = #chosen > 0 and "environment:" or "environment: {}"
for _, pair in ipairs(chosen) do
	values[#values + 1] = ("  %s: %s"):format(pair[1], support.yaml(pair[2]))
end

local labels = "      app: {{ .Release.Name }}"
local files = {
	["Chart.yaml"] = "apiVersion: v2\nname: prosody\ndescription: Prosody with its configuration in layers\nversion: 0.1.0\n"
		.. ("appVersion: %s\n"):format(support.yaml(release)),
	["values.yaml"] = table.concat(values, "\n") .. "\n",
	["templates/configmap.yaml"] = [[
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-configuration
data:
{{- range $path, $text := .Files.Glob "config/**" }}
  {{ trimPrefix "config/" $path | replace "/" "__" }}: {{ toString $text | quote }}
{{- end }}
]],
	["templates/deployment.yaml"] = [[
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
spec:
  replicas: 1
  strategy:
    type: Recreate
  selector:
    matchLabels:
]] .. labels .. [[

  template:
    metadata:
      labels:
  ]] .. labels .. [[

    spec:
]] .. manifests.pod {
		name = "{{ .Release.Name }}",
		image = "{{ .Values.image | quote }}",
		environment = {
			"          env:",
			"            {{- range $name, $value := .Values.environment }}",
			"            - name: {{ $name }}",
			"              value: {{ $value | quote }}",
			"            {{- end }}",
		},
		items = {
			'              {{- range $path, $text := .Files.Glob "config/**" }}',
			'              - key: {{ trimPrefix "config/" $path | replace "/" "__" }}',
			'                path: {{ trimPrefix "config/" $path }}',
			"              {{- end }}",
		},
	} .. "\n",
	["templates/service.yaml"] = [[
apiVersion: v1
kind: Service
metadata:
  name: {{ .Release.Name }}
spec:
  type: LoadBalancer
  selector:
    app: {{ .Release.Name }}
  ports:
    - { name: c2s, port: 5222, targetPort: c2s }
    - { name: c2s-tls, port: 5223, targetPort: c2s-tls }
    - { name: s2s, port: 5269, targetPort: s2s }
    - { name: s2s-tls, port: 5270, targetPort: s2s-tls }
]],
}
for _, path in ipairs(support.files()) do
	manifests.key(path) -- refuses names that cannot be
	files["config/" .. path] = support.read(support.root .. path)
end
for path, text in pairs(files) do
	support.write(chart .. "/" .. path, text)
end
print(("wrote %s: helm install NAME %s"):format(chart, chart))
