--@ use environments/production/performance.cfg.lua

--@ settings environments/production/scaling.cfg.lua
