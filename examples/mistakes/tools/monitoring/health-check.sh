#!/bin/sh
# Exits with 0 if the server runs and answers in its admin shell, with 1 otherwise, and says which.
#
#   tools/monitoring/health-check.sh
set -eu

configuration=$(cd "$(dirname "$0")/../.." && pwd)/prosody.cfg.lua
if answer=$(prosodyctl --config "$configuration" shell "server:uptime()" 2>&1); then
	echo "$answer"
else
	echo "Prosody does not answer: $answer" >&2
	exit 1
fi
