--@ use environments/docker/container.cfg.lua

--@ settings environments/docker/volumes.cfg.lua

--@ settings environments/docker/networking.cfg.lua
