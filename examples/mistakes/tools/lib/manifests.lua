--[[
What Kubernetes is told about a Prosody, by manifests and by charts.
]]

local support = dofile((debug.getinfo(1, "S").source:match("^@(.*/)") or "") .. "support.lua")

local manifests = {}

--- The ports: of clients, of other servers, of the web server.
manifests.ports = {
	{ "c2s", 5222 },
	{ "c2s-tls", 5223 },
	{ "s2s", 5269 },
	{ "s2s-tls", 5270 },
	{ "http", 5280 },
}

--- The key of a file in a ConfigMap, which allows no `/`.
function manifests.key(path)
	if not path:match("^[%w%._/-]+$") then
		support.fail(("a ConfigMap cannot hold a file named '%s'"):format(path))
	end
	return (path:gsub("/", "__"))
end

--- A text as a block of YAML whose lines begin with `indent`, behind a key that stands two columns to the left.
function manifests.block(text, indent)
	if text:gsub("[\t\n]", ""):match("%c") then
		support.fail("a file holds characters that YAML cannot: " .. text:match("^[^\n]*"))
	end
	local lines = {}
	for line in (text:gsub("\n+$", "") .. "\n"):gmatch("(.-)\n") do
		lines[#lines + 1] = line == "" and "" or indent .. line
	end
	return "|2\n" .. table.concat(lines, "\n")
end

--- The specification of the pod's container and volumes, as lines. `words` are: name, image, environment (lines) and
--- items (lines).
function manifests.pod(words)
	local lines = {
		"      containers:",
		"        - name: prosody",
		"          image: " .. words.image,
	}
	local function add(...)
		for _, line in ipairs { ... } do
			lines[#lines + 1] = line
		end
	end
	add((unpack or table.unpack)(words.environment))
	-- Secrets are variables, too: see environments/kubernetes/secrets.cfg.lua.
	add("          envFrom:", "            - secretRef:", ("                name: %s-secrets"):format(words.name))
	add("                optional: true", "          ports:")
	for _, port in ipairs(manifests.ports) do
		add("            - name: " .. port[1], "              containerPort: " .. port[2])
	end
	add(
		"          readinessProbe:",
		"            exec:",
		'              command: ["prosodyctl", "shell", "server:uptime()"]',
		"            timeoutSeconds: 5",
		"          volumeMounts:",
		"            - name: configuration",
		"              mountPath: /etc/prosody",
		"              readOnly: true",
		"            - name: certificates",
		"              mountPath: /etc/prosody/certs",
		"              readOnly: true",
		"            - name: data",
		"              mountPath: /var/lib/prosody",
		"      volumes:",
		"        - name: configuration",
		"          configMap:",
		("            name: %s-configuration"):format(words.name),
		"            items:"
	)
	add((unpack or table.unpack)(words.items))
	add(
		"        - name: certificates",
		"          secret:",
		("            secretName: %s-certificates"):format(words.name),
		"        - name: data",
		"          persistentVolumeClaim:",
		("            claimName: %s-data"):format(words.name)
	)
	return table.concat(lines, "\n")
end

return manifests
