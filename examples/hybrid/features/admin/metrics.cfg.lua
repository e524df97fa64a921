-- Figures for Prometheus and others, at /metrics (OpenMetrics).

modules_enabled = { "http_openmetrics" } -- switches the web server on, too

openmetrics_allow_ips = { "127.0.0.1", "::1" } -- who may read them
