-- What http_openmetrics shows is counted here.

statistics = "internal"
statistics_interval = "manual" -- counted when somebody asks
