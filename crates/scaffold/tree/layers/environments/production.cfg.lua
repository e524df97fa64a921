--@ use environments/production/performance.cfg.lua

--@ settings environments/production/security.cfg.lua

--@ settings environments/production/scaling.cfg.lua
