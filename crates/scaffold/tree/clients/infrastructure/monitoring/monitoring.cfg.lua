-- Figures for Prometheus and others, at /metrics (OpenMetrics), and whom to tell.

modules_enabled = {
	"http_openmetrics",
	"server_contact_info", -- XEP-0157
}

--@ settings features/admin/metrics.cfg.lua
--@ settings features/admin/statistics.cfg.lua

contact_info = { admin = { "xmpp:admin@example.org", "mailto:admin@example.org" } }
