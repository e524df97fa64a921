-- Tools of the team: as components, and as publishers of events.

--@ use features/integrations/rest-api.cfg.lua

--@ settings features/integrations/webhooks.cfg.lua
