-- Interfaces for programs and administrators. A REST interface is a community module (rest).

modules_enabled = {
--@ modules features/admin/web-admin.cfg.lua features/admin/metrics.cfg.lua
}

--@ settings features/admin/metrics.cfg.lua

--@ settings features/admin/statistics.cfg.lua
