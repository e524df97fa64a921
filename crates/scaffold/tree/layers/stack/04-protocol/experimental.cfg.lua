-- What is new enough to be changed again. Prosody's own:

--@ since 13.0
modules_enabled = {
	"http_altconnect", -- XEP-0156: how web clients find the server
	"account_activity", -- when an account was last used
}
--@ end
--@ before 13.0
modules_enabled = { "s2s_bidi" } -- XEP-0288
--@ end
