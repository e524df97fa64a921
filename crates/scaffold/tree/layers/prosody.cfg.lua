-- The entry file of a configuration along the XMPP stack: what is lower comes first. Later layers add to the lists of
-- earlier ones and override their values.
--@ part environments policies
-- Environment variables choose the rest:
--
--@ part environments
--   PROSODY_ENVIRONMENT        files of environments/, separated by commas; "production" if unset
--@ end
--@ part policies
--   PROSODY_SECURITY_LEVEL     a file of policies/security/: baseline, enhanced, paranoid
--   PROSODY_PERFORMANCE_TIER   a file of policies/performance/: small, medium, large
--   PROSODY_COMPLIANCE         files of policies/compliance/, separated by commas
--@ end
--@ end

local Lua = Lua or _G -- 13.0 warns of Lua's own names without `Lua.` before them; 0.12 does not know it
local os, require = Lua.os, Lua.require
RunScript "tools/loader.lua" -- makes the loader known to `require`, wherever this folder lies
local loader = require "tools.loader"

--@ part stack
loader.load_directory("stack")
--@ end
--@ part domains
loader.load_directory("domains")
--@ end
--@ part environments
loader.load_environment(os.getenv("PROSODY_ENVIRONMENT") or "production")
--@ end
loader.apply_policies()
