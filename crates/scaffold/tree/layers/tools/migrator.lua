-- Turns a configuration in one file into one in layers: `lua tools/migrator.lua --help` says more.

dofile((debug.getinfo(1, "S").source:match("^@(.*/)") or "") .. "migration/migrator.lua")
