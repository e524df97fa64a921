-- Watched as closely as production, and more talkative.

log = replace { debug = "*console" }

modules_enabled = { "http_openmetrics" }
