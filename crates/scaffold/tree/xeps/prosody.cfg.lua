-- The entry file of a configuration with a file per standard. Later files add to the lists of earlier ones and override
-- their values.

local Lua = Lua or _G -- 13.0 warns of Lua's own names without `Lua.` before them; 0.12 does not know it
local require = Lua.require
RunScript "tools/core/loader.lua" -- makes the loader known to `require`, wherever this folder lies
local loader = require "tools.core.loader"

--@ part core-rfcs
loader.load_directory("core-rfcs")
--@ end
--@ part xeps
loader.load_directory("xeps")
--@ end
--@ part custom
loader.load_directory("custom")
--@ end
--@ part vendor
loader.load_directory("vendor")
--@ end
--@ part deprecated
loader.load_directory("deprecated")
--@ end
loader.finish()
