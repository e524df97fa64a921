-- What editors are tested with: three layers, two profiles, some mistakes.
local environment = os.getenv("PROSODY_ENVIRONMENT") or "production"

admins = { "admin@example.org" }
archive_expires_after = "1w"
modules_enabled = { "roster"; "saslauth"; "tls"; "disco"; "mam"; "register" }

Include "core/*.cfg.lua"
Include("environments/" .. environment .. ".cfg.lua")
Include "hosts/*.cfg.lua"
