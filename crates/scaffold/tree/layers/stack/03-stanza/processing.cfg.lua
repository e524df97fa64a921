-- Processing of your own is a module: a Lua file mod_NAME.lua in one of these folders, named in modules_enabled.

-- plugin_paths = { "/usr/local/lib/prosody/modules" }

modules_enabled = { "ping" } -- XEP-0199: the smallest of all processors
