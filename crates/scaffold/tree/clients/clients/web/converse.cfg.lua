-- Converse.js runs in web pages. (The community module conversejs serves it from here.)

modules_enabled = {
--@ modules features/web/http.cfg.lua clients/web-clients/converse.cfg.lua
}

--@ settings features/web/http.cfg.lua

--@ settings features/web/cors.cfg.lua
