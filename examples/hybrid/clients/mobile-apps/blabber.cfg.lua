-- Blabber.im (Android) grew out of Conversations and wants the same; it is not developed any more.

Include "conversations.cfg.lua"
