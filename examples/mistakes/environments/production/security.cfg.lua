-- What nobody outside needs to know, and what nobody outside may do.

hide_os_type = "yes" -- XEP-0092 answers without the operating system
http_errors_detailed = false -- error pages without traces of the program
umask = "027" -- files are for the server's own user and group
c2s_require_encryption = false
s2s_require_encryption = true
