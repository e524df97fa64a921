-- XEP-0313: an archive of messages on the server, so that every device can catch up. Rooms have their own, see
-- features/groupchat/muc.cfg.lua.

modules_enabled = { "mam" } -- XEP-0313

default_archive_policy = true -- for everybody who has not chosen otherwise in their client
max_archive_query_results = 100 -- messages per page; clients ask for further pages

-- How long messages are kept depends on what the server is for.
local use_case = prosody.use_case or "general"

if use_case:match("team%-collaboration") then
	archive_expires_after = "2y" -- a team looks things up
elseif use_case:match("customer%-support") then
	archive_expires_after = "never" -- cases stay on record; a compliance policy may say otherwise
else
	archive_expires_after = "6m"
end
