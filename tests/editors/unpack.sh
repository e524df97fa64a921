#!/bin/sh
# Unpacks programs of a Debian suite, with all their libraries and their own C library, into a folder. Nothing is installed.
# Usage: tests/editors/unpack.sh SUITE FOLDER PROGRAM... -- PACKAGE...
# The programs then run as FOLDER/PROGRAM; what they start uses the system's libraries.
# The folder's place is written into the programs: don't move it afterwards.
set -eu

suite=$1
folder=$2
shift 2
programs=
while [ "$1" != -- ]; do
	programs="$programs $1"
	shift
done
shift

mkdir -p "$(dirname "$folder")"
folder=$(cd "$(dirname "$folder")" && pwd)/$(basename "$folder")
[ ! -d "$folder" ] || exit 0
work=$(mktemp -d "$folder.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

. "$(dirname "$0")/../private-apt.sh"
use_suite "$suite"
private_apt -y --no-install-recommends --download-only install patchelf "$@"

# The suite's libraries lie in /usr/lib, its packages may still say /lib.
tree=$work/tree
for name in bin lib lib64 sbin; do
	mkdir -p "$tree/usr/$name"
	ln -s "usr/$name" "$tree/$name"
done
for package in "$work/$suite"/cache/archives/*.deb; do
	dpkg-deb --fsys-tarfile "$package" | tar -x --keep-directory-symlink --no-same-owner -C "$tree" \
		--exclude=./usr/share/doc --exclude=./usr/share/man --exclude=./usr/share/locale
done

loader=$(cd "$tree" && find usr/lib usr/lib64 -name 'ld-linux*' | sort | tail -n 1)
libraries=$(dirname "$(find "$tree" -name 'libc.so.6' | head -n 1)")
for program in $programs; do
	"$tree/$loader" --library-path "$libraries" "$tree/usr/bin/patchelf" --set-interpreter "$folder/$loader" \
		--force-rpath --set-rpath "$folder${libraries#"$tree"}" "$tree/$program"
done
mv "$tree" "$folder"
