#!/bin/sh
# Makes sure that there is a lua5.4, whose messages ours are compared with, and a lua5.1, the oldest that Prosody runs on,
# both with LuaFileSystem: unpacked from Debian's packages into target/tools, with small scripts that run them,
# target/tools/bin/lua5.4 and lua5.1.
set -eu

cd "$(dirname "$0")/.."
target=$PWD/target/tools
if "$target/bin/lua5.4" -e 'require "lfs"' 2>/dev/null && "$target/bin/lua5.1" -e 'require "lfs"' 2>/dev/null; then
	echo "lua5.4, lua5.1: $target/bin"
	exit 0
fi
mkdir -p "$target/bin"
work=$(mktemp -d "$target/.fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

. tests/private-apt.sh
# The system's own suite, so that its C library fits.
use_suite "$(. /etc/os-release && echo "$VERSION_CODENAME")"
readline=$(private_apt install --simulate --no-install-recommends lua5.4 | sed -n 's/^Inst \(libreadline[^ ]*\) .*/\1/p' | head -n 1)
(cd "$work/$suite/packages" && private_apt download lua5.4 lua5.1 lua-filesystem "$readline" libtinfo6)
for package in "$work/$suite/packages"/*.deb; do
	dpkg-deb -x "$package" "$work/tree"
done
rm -rf "$target/lua"
mv "$work/tree" "$target/lua"
libraries=$(find "$target/lua" -name 'lib*.so.*' -printf '%h\n' | sort -u | paste -sd :)
for version in 5.4 5.1; do
	modules=$(find "$target/lua" -path "*/lua/$version/lfs.so" -printf '%h\n')
	cat >"$target/bin/lua$version" <<-SCRIPT
		#!/bin/sh
		export LUA_CPATH="\${LUA_CPATH:-$modules/?.so;;}"
		LD_LIBRARY_PATH=$libraries exec "$target/lua/usr/bin/lua$version" "\$@"
	SCRIPT
	chmod +x "$target/bin/lua$version"
done
echo "lua5.4, lua5.1: unpacked into $target"
