-- The entry file: what everybody shares, then the layers in order.
-- Some of the files hold mistakes on purpose, to show what is found.
pidfile = "/run/prosody/prosody.pid"
admins = { "admin@example.org" }

modules_enabled = {
	"roster"; "saslauth"; "tls"; "dialback"; "disco"; -- what every server needs
	"carbons"; -- XEP-0280: messages on all of a user's devices
	"pep";
	"blocklist";
}

Include "core/*.cfg.lua"
Include "features/*.cfg.lua"
Include "hosts/*.cfg.lua"
