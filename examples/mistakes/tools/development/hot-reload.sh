#!/bin/sh
# Watches the configuration and has the server reload it after every change, unless something is wrong with it.
#
#   tools/development/hot-reload.sh
set -eu

configuration=$(cd "$(dirname "$0")/../.." && pwd)
stamp=$(mktemp)
trap 'rm -f "$stamp"' EXIT
trap 'exit 0' HUP INT TERM

while sleep 1; do
	changed=$(find "$configuration" -name '*.lua' -newer "$stamp" | head -n 1)
	[ -n "$changed" ] || continue
	touch "$stamp"
	# Where prosody-ls is not installed, Prosody itself says what is wrong.
	if command -v prosody-ls >/dev/null && ! prosody-ls check "$configuration"; then
		continue
	fi
	prosodyctl --config "$configuration/prosody.cfg.lua" reload && echo "reloaded after a change of $changed"
done
