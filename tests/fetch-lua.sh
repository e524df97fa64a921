#!/bin/sh
# Makes sure that there is a lua5.4, whose messages ours are compared with: the system's, or one unpacked from Debian's
# packages into target/tools, with a small script target/tools/bin/lua5.4 that runs it.
set -eu

cd "$(dirname "$0")/.."
if command -v lua5.4 >/dev/null; then
	echo "lua5.4: $(command -v lua5.4)"
	exit 0
fi
target=$PWD/target/tools
mkdir -p "$target/bin"
work=$(mktemp -d "$target/.fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

. tests/private-apt.sh
# The system's own suite, so that its C library fits.
use_suite "$(. /etc/os-release && echo "$VERSION_CODENAME")"
readline=$(private_apt install --simulate --no-install-recommends lua5.4 | sed -n 's/^Inst \(libreadline[^ ]*\) .*/\1/p' | head -n 1)
(cd "$work/$suite/packages" && private_apt download lua5.4 "$readline" libtinfo6)
for package in "$work/$suite/packages"/*.deb; do
	dpkg-deb -x "$package" "$work/tree"
done
rm -rf "$target/lua"
mv "$work/tree" "$target/lua"
libraries=$(find "$target/lua" -name 'lib*.so.*' -printf '%h\n' | sort -u | paste -sd :)
cat >"$target/bin/lua5.4" <<SCRIPT
#!/bin/sh
LD_LIBRARY_PATH=$libraries exec "$target/lua/usr/bin/lua5.4" "\$@"
SCRIPT
chmod +x "$target/bin/lua5.4"
echo "lua5.4: unpacked into $target"
