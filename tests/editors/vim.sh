#!/bin/sh
# Runs prosody-ls in a real Vim with ALE, in a terminal without a screen: 5 seconds, and 25 more to unpack them the first time.
# Usage: tests/editors/vim.sh [PROSODY_LS], by default the debug build. Needs Python 3.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
server=${1:-$target/debug/prosody-ls}

if [ ! -x "$server" ]; then
	echo "vim: $server is not there: cargo build first" >&2
	exit 1
fi
sh "$root/tests/editors/unpack.sh" trixie "$target/editors/trixie" usr/bin/hx usr/bin/tmux -- hx tmux > /dev/null
sh "$root/tests/editors/unpack.sh" trixie "$target/editors/vim" usr/bin/vim.nox -- vim-nox vim-ale > /dev/null
PROSODY_LS=$(cd "$(dirname "$server")" && pwd)/$(basename "$server")
export PROSODY_LS VIM_FOLDER="$target/editors/vim" TMUX_PROGRAM="$target/editors/trixie/usr/bin/tmux"
timeout 120 python3 "$root/tests/editors/vim.py"
