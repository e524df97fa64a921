-- Loads the configuration with every choice, and tells which do not load: `lua tools/validator.lua --help` says more.

dofile((debug.getinfo(1, "S").source:match("^@(.*/)") or "") .. "development/test-runner.lua")
