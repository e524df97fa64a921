-- Which of a user's devices get a message.

modules_enabled = { "carbons" } -- XEP-0280: all that are online

--@ settings features/presence/core.cfg.lua
