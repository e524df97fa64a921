-- The entry file of a configuration that is ordered by whom it is for. Later files add to the lists of earlier ones and
-- override their values.
--@ part clients usecases
-- Environment variables choose:
--
--@ part clients
--   PROSODY_CLIENT_OPTS   files or folders of clients/, separated by commas: mobile,web/converse; if unset, all but
--                         embedded, which would slow the others down
--@ end
--@ part usecases
--   PROSODY_USECASE       a folder or file of usecases/: team-chat
--@ end
--@ end

local Lua = Lua or _G -- 13.0 warns of Lua's own names without `Lua.` before them; 0.12 does not know it
local os, require = Lua.os, Lua.require
RunScript "tools/core/loader.lua" -- makes the loader known to `require`, wherever this folder lies
local loader = require "tools.core.loader"

loader.load_file("server.cfg.lua") -- what every client needs
--@ part clients
loader.load_client_optimizations(os.getenv("PROSODY_CLIENT_OPTS") or "desktop,mobile,web")
--@ end
--@ part usecases
local use_case = os.getenv("PROSODY_USECASE")
if use_case then
	loader.load_usecase(use_case)
end
--@ end
--@ part infrastructure
loader.load_directory("infrastructure")
--@ end
loader.finish()
