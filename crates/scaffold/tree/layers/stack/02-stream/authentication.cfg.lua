--@ use core/authentication.cfg.lua

--@ settings features/security/sasl2.cfg.lua
