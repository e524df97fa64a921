#!/bin/sh
# Brings back what backup.sh saved. The server must not run.
#
#   tools/migration/restore.sh /var/backups/prosody.tar.gz DIRECTORY
#
# DIRECTORY gets the folders `configuration` and `data`, to be looked at and moved to their places: nothing that is in
# use is overwritten.
set -eu

[ $# -eq 2 ] || { sed -n '2,7p' "$0" >&2; exit 2; }
if prosodyctl status >/dev/null 2>&1; then
	echo "Prosody is running: stop it first" >&2
	exit 1
fi
if [ -e "$2/configuration" ] || [ -e "$2/data" ]; then
	echo "$2 holds a configuration or data already" >&2
	exit 1
fi
mkdir -p "$2"
tar -xzf "$1" -C "$2"
echo "unpacked into $2"
