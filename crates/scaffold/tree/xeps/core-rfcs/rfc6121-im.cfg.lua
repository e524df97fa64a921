-- RFC 6121, Instant Messaging and Presence: contacts, presence, messages.

modules_enabled = { "roster" } -- the list of contacts; presence and messages are always there

--@ settings features/presence/core.cfg.lua

--@ use core/storage.cfg.lua
