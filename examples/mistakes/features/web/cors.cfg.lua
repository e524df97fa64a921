-- Which web pages may talk to the web server: those of a web client elsewhere have to.

http_default_cors_enabled = false -- nobody, unless named below

http_cors_override = {
	bosh = { enabled = true, origins = "*" }, -- a web client may be anywhere: it still has to log in
	websocket = { enabled = true, origins = "*" },
	file_share = { enabled = true, origins = "*", headers = { Authorization = true } },
}
