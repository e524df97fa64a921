--@ use features/web/http.cfg.lua

--@ settings features/web/cors.cfg.lua
