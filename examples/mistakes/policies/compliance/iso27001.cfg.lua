-- ISO 27001 asks for a management system, which is people's work. What its annex A leaves to a server: access (A.5.15,
-- A.8.5), encryption (A.8.24), logging (A.8.15), deletion (A.8.10), limits (A.8.6).

tls_profile = "intermediate"
c2s_require_encryption = true
s2s_require_encryption = true
s2s_secure_auth = true
allow_registration = false
disable_sasl_mechanisms = { "DIGEST-MD5", "PLAIN" }

log = { info = "*syslog" }

archive_expires_after = "1y" -- XEP-0313

modules_enabled = {
	"limits",
	"watchregistrations",
	"server_contact_info", -- XEP-0157: where to report incidents (A.6.8)
}

Component "conference.example.org" "muc"

muc_log_expires_after = "1y"

Component "upload.example.org" "http_file_share"

http_file_share_expires_after = 365 * 24 * 60 * 60 -- seconds
