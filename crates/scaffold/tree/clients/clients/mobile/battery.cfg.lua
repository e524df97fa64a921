--@ use features/mobile/csi.cfg.lua

--@ settings features/mobile/battery.cfg.lua
