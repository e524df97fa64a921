-- Tells which files make up the configuration, layer by layer: `lua tools/diagnostics.lua --help` says more.

dofile((debug.getinfo(1, "S").source:match("^@(.*/)") or "") .. "monitoring/diagnostics.lua")
