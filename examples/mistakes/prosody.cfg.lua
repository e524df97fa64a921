-- The entry file of a configuration in layers. Later layers add to the lists of earlier ones and override their values.
-- Which of the optional layers apply, environment variables say:
--
--   PROSODY_ENVIRONMENT        folders of environments/, separated by commas; "production" if unset
--   PROSODY_SECURITY_LEVEL     a file of policies/security-levels/: minimal, standard, enhanced, paranoid
--   PROSODY_PERFORMANCE_TIER   a file of policies/performance-tiers/: small, medium, large, enterprise
--   PROSODY_COMPLIANCE         files of policies/compliance/, separated by commas
--   PROSODY_DATA_GOVERNANCE    files of policies/data-governance/, separated by commas
--
-- `prosody-ls check` and `prosodyctl check config` say what is wrong, `prosody-ls resolve` what comes out.

local Lua = Lua or _G -- 13.0 warns of Lua's own names without `Lua.` before them; 0.12 does not know it
local os, require = Lua.os, Lua.require
RunScript "tools/core/loader.lua" -- makes the loader known to `require`, wherever this folder lies

local environment = os.getenv("PROSODY_ENVIRONMENT") or "production"

-- Apply environment-specific overrides
require "tools.core.loader".load_environment(environment)

-- Load core (always required)
require "tools.core.loader".load_directory("core")

-- Load all features (everything enabled)
require "tools.core.loader".load_directory("features")

-- Apply policies and look over the whole
require "tools.core.loader".apply_policies()
