#!/bin/sh
# Saves the configuration and the data of the server into one archive:
#
#   tools/migration/backup.sh /var/backups/prosody.tar.gz
#
# It can run while the server does: Prosody replaces its files as a whole. A database is saved by the database's own
# tools. PROSODY_DATA names the data directory, if `prosodyctl` should not be asked.
set -eu

[ $# -eq 1 ] || { sed -n '2,7p' "$0" >&2; exit 2; }
configuration=$(cd "$(dirname "$0")/../.." && pwd)
data=${PROSODY_DATA:-$(prosodyctl --config "$configuration/prosody.cfg.lua" about | sed -n 's/^Data directory: *//p')}
[ -d "$data" ] || { echo "there is no data directory '$data'" >&2; exit 1; }
data=$(cd "$data" && pwd)

umask 077 # it holds keys and passwords
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ln -s "$configuration" "$work/configuration"
ln -s "$data" "$work/data"
# -h: links stand for what they point to.
tar -czhf "$1.part" -C "$work" configuration data
mv "$1.part" "$1"
echo "saved $configuration and $data to $1"
