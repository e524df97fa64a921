--@ use environments/kubernetes/cluster.cfg.lua
certificates = "certs" -- a volume of the Secret that cert-manager writes

--@ settings environments/kubernetes/services.cfg.lua

--@ settings environments/kubernetes/ingress.cfg.lua
