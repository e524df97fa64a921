#!/bin/sh
# Fetches the releases of Prosody that Debian has, and its set of community modules, into target/prosody/.
# Nothing is installed: the packages are unpacked into target/prosody/<release>/ and target/prosody/modules-<version>/.
# What is there already is left alone. Needs apt-get and dpkg-deb, no root.
#
#   tests/fetch-prosody.sh [SUITE...]      default: bookworm bookworm-backports trixie sid
set -eu

cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-target}/prosody
mkdir -p "$target"
work=$(mktemp -d "$target/.fetch.XXXXXX")
work=$(cd "$work" && pwd)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

. tests/private-apt.sh

# unpack PACKAGE NAME: to $target/NAME, which appears only when it is complete.
unpack() {
	if [ -d "$target/$2" ]; then
		echo "$suite: $2 is there already"
		return
	fi
	dpkg-deb -x "$1" "$work/$suite/tree"
	mv "$work/$suite/tree" "$target/$2"
	echo "$suite: unpacked $2"
}

# release VERSION: without Debian's epoch and revision: 13.0.7-1~bpo12+1 is 13.0.7.
release() {
	printf '%s\n' "$1" | sed 's/^[0-9]*://; s/-[^-]*$//'
}

fetched=0
for suite in ${*:-bookworm bookworm-backports trixie sid}; do
	if ! use_suite "$suite"; then
		echo "$suite: cannot be reached" >&2
		continue
	fi
	for package in prosody prosody-modules; do
		# A backport is taken only when it is asked for.
		case $suite in *-backports) from=$package/$suite ;; *) from=$package ;; esac
		if ! (cd "$work/$suite/packages" && private_apt download "$from" 2>"$work/$suite/errors"); then
			echo "$suite: no $package: $(head -n 1 "$work/$suite/errors")" >&2
			continue
		fi
		file=$(ls "$work/$suite/packages/${package}_"*.deb)
		version=$(release "$(dpkg-deb -f "$file" Version)")
		case $package in
		prosody) unpack "$file" "$version" && fetched=$((fetched + 1)) ;;
		*) unpack "$file" "modules-$version" ;;
		esac
	done
done
[ "$fetched" -gt 0 ] || { echo "no Prosody could be fetched" >&2; exit 1; }
