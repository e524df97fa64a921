#!/bin/sh
# Builds the extension for Zed as Zed does, for WebAssembly: half a minute of work the first time, then a second. The editor
# itself needs a graphics card and is in no registry: what the extension does in it is not tested.
# Needs `rustup target add wasm32-wasip2`. Skipped, visibly, without it.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}/editors/zed

if [ ! -d "$(rustc --print sysroot)/lib/rustlib/wasm32-wasip2" ]; then
	echo "zed: SKIPPED: rustup target add wasm32-wasip2" >&2
	exit 0
fi
cd "$root/editors/zed"
CARGO_TARGET_DIR=$target cargo build --quiet --locked --target wasm32-wasip2
made=$target/wasm32-wasip2/debug/prosody_ls_zed.wasm
# Zed takes components, whose second word is 0x0d; plain modules have 1 there.
[ "$(od -An -tx1 -N8 "$made" | tr -d ' ')" = 0061736d0d000100 ] || {
	echo "zed: $made is no component" >&2
	exit 1
}
for export in language-server-command language-server-workspace-configuration; do
	grep -q "$export" "$made" || {
		echo "zed: $made has no $export" >&2
		exit 1
	}
done
echo "ok   the extension builds as Zed builds it"
