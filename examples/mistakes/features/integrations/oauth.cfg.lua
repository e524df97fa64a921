-- OAuth 2 is community modules: http_oauth2 lets apps act for users of this server, auth_oauthbearer lets users of
-- another provider log in here.
-- What Prosody itself does with tokens:

tokenauth_clear_expired_grants_period = 24 * 60 * 60 -- seconds until tokens that ended are forgotten
