-- What a distribution wants. Debian runs the server as its own user and group, and lets certbot's hook
-- (`prosodyctl --root cert import`) put certificates into certs/.

umask = "027" -- files are for that user and group
