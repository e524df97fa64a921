#!/bin/sh
# Everything that has to pass, from a clean checkout with a Rust toolchain: formatting, lints, documentation,
# dependencies, tests against real Prosody and in a real editor. What it needs goes into target/.
set -eu
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$*"; }
deny_version=0.20.2
tools=$PWD/target/tools

step "real Prosody and Lua, unpacked; the schema of SARIF, the meta model of LSP"
sh tests/fetch-prosody.sh
sh tests/fetch-lua.sh
sh tests/fetch-sarif-schema.sh
sh tests/fetch-metamodel.sh
PATH=$tools/bin:$PATH
export PATH

step "formatting"
cargo fmt --all --check

step "workflows"
sh tests/workflows.sh

step "lints"
cargo clippy --workspace --all-targets --locked -- -D warnings

step "tests"
cargo test --workspace --locked --no-fail-fast

step "documentation"
RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --document-private-items --locked

step "the book"
sh tests/book.sh

step "dependencies"
if ! "$tools/bin/cargo-deny" --version 2>/dev/null | grep -q "$deny_version"; then
	cargo install cargo-deny --version "$deny_version" --locked --quiet --root "$tools" --target-dir target/tools/build
	rm -rf target/tools/build
fi
"$tools/bin/cargo-deny" check bans licenses sources

step "Prosody as a server"
sh tests/server/server.sh

step "Neovim"
sh tests/editors/neovim.sh

step "Helix"
sh tests/editors/helix.sh

step "all passed"
