-- Several servers: Prosody does not share users between processes. Domains are distributed over servers instead, which
-- reach each other as any two servers do; connections between your own need no limits.

modules_enabled = {
	"s2s_bidi", -- XEP-0288
}

unlimited_jids = {} -- domains of your other servers
