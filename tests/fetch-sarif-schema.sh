#!/bin/sh
# Puts the JSON Schema of SARIF 2.1.0 into target/sarif/schema.json: the copy in the crate serde-sarif, whose licence is MIT.
set -eu
cd "$(dirname "$0")/.."
version=0.8.0
target=target/sarif
[ -f "$target/schema.json" ] && exit 0
# In a directory of its own, since what stands in the workspace's own manifest does not concern it.
mkdir -p "$target/fetch"
(cd "$target/fetch" && cargo info --registry crates-io "serde-sarif@$version" >/dev/null)
for crate in "${CARGO_HOME:-$HOME/.cargo}"/registry/cache/*/serde-sarif-"$version".crate; do
	tar -xzOf "$crate" "serde-sarif-$version/src/schema.json" >"$target/fetch/schema.json"
done
mv "$target/fetch/schema.json" "$target/schema.json"
rm -rf "$target/fetch"
