#!/bin/sh
# judge.sh ROOT: runs judge.lua in the Lua that tests/fetch-prosody.sh unpacked into ROOT together with a Prosody,
# with the C library and all else that these were built for. Requests come on standard input, which has to be a pipe.
set -eu
root=$(cd "$1" && pwd)
libraries=
for directory in "$root"/lib/*-linux-gnu* "$root"/usr/lib/*-linux-gnu*; do
	[ -d "$directory" ] || continue
	libraries=$libraries:$directory
	for file in "$directory"/ld-linux*.so.*; do
		[ ! -e "$file" ] || loader=$file
	done
	[ ! -d "$directory/lua/5.4" ] || modules=$directory/lua/5.4
done
# Children are not waited for.
trap '' CHLD
exec env -i LUA_CPATH="$modules/?.so" "$loader" --library-path "${libraries#:}" "$root/usr/bin/lua5.4" "$(dirname "$0")/judge.lua" "$root"
