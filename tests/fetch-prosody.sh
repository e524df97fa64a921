#!/bin/sh
# Fetches the releases of Prosody that Debian has, and its set of community modules, into target/prosody/.
# Nothing is installed: the packages are unpacked into target/prosody/<release>/ and target/prosody/modules-<version>/,
# a Prosody together with the Lua, the C library and all else that run it (tests/judge/judge.sh does).
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

# Of what Prosody depends on: libraries and Lua modules, not what sets up a system.
needed='libc6|libgcc-s1|libstdc[+][+]6|zlib1g|lib(expat|icu|readline|ssl|tinfo|zstd)[0-9].*|lua.*'

# unpack NAME PACKAGE...: to $target/NAME, which appears only when it is complete.
unpack() {
	name=$1
	shift
	for package; do
		dpkg-deb -x "$package" "$work/$suite/$name"
	done
	rm -rf "${target:?}/$name"
	mv "$work/$suite/$name" "$target/$name"
	echo "$suite: unpacked $name"
}

# with_dependencies PACKAGE FILE: the file of a package and those of what it needs to run.
with_dependencies() {
	names=$(private_apt install --simulate --no-install-recommends "$1" | sed -n 's/^Inst \([^ ]*\) .*/\1/p' | grep -xE "$needed")
	mkdir -p "$work/$suite/dependencies"
	# shellcheck disable=SC2086
	(cd "$work/$suite/dependencies" && private_apt download $names)
	echo "$2" "$work/$suite/dependencies"/*.deb
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
		prosody) name=$version complete=usr/bin/lua5.4 fetched=$((fetched + 1)) ;;
		*) name=modules-$version complete= ;;
		esac
		if [ -e "$target/$name/$complete" ]; then
			echo "$suite: $name is there already"
		elif [ "$package" = prosody ]; then
			# shellcheck disable=SC2046
			unpack "$name" $(with_dependencies "$from" "$file")
		else
			unpack "$name" "$file"
		fi
	done
done
[ "$fetched" -gt 0 ] || { echo "no Prosody could be fetched" >&2; exit 1; }
