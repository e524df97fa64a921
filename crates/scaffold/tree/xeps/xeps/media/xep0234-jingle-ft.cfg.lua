-- XEP-0234: files from client to client, negotiated by Jingle (XEP-0166). Clients do it; where they can't reach each
-- other, they meet at this proxy (XEP-0065, XEP-0260).

--@ settings features/media/file-transfer.cfg.lua
