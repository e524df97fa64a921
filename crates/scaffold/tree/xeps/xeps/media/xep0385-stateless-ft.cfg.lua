-- XEP-0385: messages that say where a file is and what it looks like. Clients write them; the file itself usually lies
-- with XEP-0363. The server says which files a browser may show, instead of offering them for download:

--@ settings features/media/thumbnails.cfg.lua
