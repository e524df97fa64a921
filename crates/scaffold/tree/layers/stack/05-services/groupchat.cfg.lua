--@ use features/groupchat/mix.cfg.lua

-- The rooms themselves: domains/conference/.
