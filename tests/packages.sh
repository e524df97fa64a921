#!/bin/sh
# Unpacks what `cargo xtask dist` made into a directory of its own and runs it from there.
# Usage: tests/packages.sh [DIR]; DIR is target/dist by default. Skips what does not run on this machine.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
dist=$(cd "${1:-target/dist}" && pwd)
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT

fail() { printf 'packages: %s\n' "$*" >&2; exit 1; }

# runs PROGRAM: is it this version, and does it find what is wrong with the example?
runs() {
	said=$("$1" --version)
	[ "$said" = "prosody-ls $version" ] || fail "$1 says: $said"
	found=$(cd "$room" && "$1" check --format concise --exit-zero "$root/examples/mistakes") || fail "$1 can't check"
	printf '%s\n' "$found" | grep -q 'warning\[' || fail "$1 finds nothing"
	mkdir -p "$room/tree"
	printf 'modules_enabled = { "roster" }\nVirtualHost "example.org"\n' > "$room/tree/prosody.cfg.lua"
	(cd "$room" && "$1" check tree && "$1" format --check tree) > /dev/null 2>&1 || fail "$1 has something against a good tree"
}

cd "$dist"
sums=$(command -v sha256sum || echo "shasum -a 256")
$sums -c SHA256SUMS > /dev/null || fail "sums"
# Each file has its sum.
[ "$(wc -l < SHA256SUMS)" -eq "$(ls | grep -vc '^SHA256SUMS$')" ] || fail "a file without its sum"

for archive in prosody-ls-"$version"-*.tar.gz; do
	name=${archive%.tar.gz}
	tar -xzf "$archive" -C "$room"
	for file in README.md LICENSE-MIT man/prosody-ls.1 man/prosody-ls-check.1 completions/prosody-ls.bash; do
		[ -s "$room/$name/$file" ] || fail "$archive lacks $file"
	done
	case $name in *windows*) runs "$room/$name/prosody-ls.exe" ;; *) runs "$room/$name/prosody-ls" ;; esac
	case $name in *-musl)
		if command -v ldd > /dev/null && ldd "$room/$name/prosody-ls" 2> /dev/null | grep -q '=>'; then
			fail "$archive: the program is not static"
		fi ;;
	esac
	if command -v bash > /dev/null; then bash -n "$room/$name/completions/prosody-ls.bash"; fi
	if command -v man > /dev/null; then man -l "$room/$name/man/prosody-ls-check.1" > /dev/null; fi
	[ -s "$name.cdx.json" ] || fail "no bill of materials for $archive"
	echo "$archive: runs"
done

for package in prosody-ls_"$version"_*.deb; do
	[ -e "$package" ] || continue
	if ! command -v dpkg-deb > /dev/null; then
		echo "$package: skipped, there is no dpkg-deb"
		continue
	fi
	[ "$(dpkg-deb --field "$package" Version)" = "$version" ] || fail "$package: version"
	dpkg-deb --extract "$package" "$room/deb"
	for file in share/man/man1/prosody-ls.1.gz share/doc/prosody-ls/copyright share/bash-completion/completions/prosody-ls; do
		[ -s "$room/deb/usr/$file" ] || fail "$package lacks $file"
	done
	runs "$room/deb/usr/bin/prosody-ls"
	echo "$package: runs"
done

for vsix in prosody-ls-"$version"-*.vsix; do
	[ -e "$vsix" ] || continue
	mkdir "$room/vsix"
	# A .vsix is a zip.
	python3 -m zipfile -e "$vsix" "$room/vsix"
	server=$(ls "$room"/vsix/extension/server/prosody-ls*)
	chmod +x "$server"
	runs "$server"
	rm -rf "$room/vsix"
	echo "$vsix: carries the program"
done

python3 "$root/tests/action.py" "$dist"
