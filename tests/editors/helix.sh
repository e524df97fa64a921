#!/bin/sh
# Runs prosody-ls in a real Helix, in a terminal without a screen: 6 seconds, and 10 more to unpack the editor the first time.
# Usage: tests/editors/helix.sh [PROSODY_LS], by default the debug build.
# HX names the editor; without it Debian's is unpacked into target/editors. Skipped, visibly, if that can't be done; with
# CI=true that is a failure. Needs Python 3.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
server=${1:-$target/debug/prosody-ls}

skip() {
	echo "helix: SKIPPED: $1" >&2
	[ "${CI:-}" != true ] || exit 1
	exit 0
}

if [ ! -x "$server" ]; then
	echo "helix: $server is not there: cargo build first" >&2
	exit 1
fi
unpacked=$target/editors/trixie
sh "$root/tests/editors/unpack.sh" trixie "$unpacked" usr/bin/hx usr/bin/tmux -- hx tmux > /dev/null || skip "Helix can't be unpacked"
PROSODY_LS=$(cd "$(dirname "$server")" && pwd)/$(basename "$server")
export PROSODY_LS HX="${HX:-$unpacked/usr/bin/hx}" TMUX_PROGRAM="$unpacked/usr/bin/tmux"
timeout 120 python3 "$root/tests/editors/helix.py"
