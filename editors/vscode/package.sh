#!/bin/sh
# Makes the extension: a .vsix that carries the server for one platform.
# Usage: editors/vscode/package.sh [PROSODY_LS [TARGET]]; by default the debug build, for this machine.
# TARGET is a platform as vsce names it, such as linux-x64, darwin-arm64 or win32-x64. With PROSODY_LS=none, the .vsix
# carries no server and runs the one on the PATH. Needs Node 20 and npm. Prints the path of the .vsix.
set -eu
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
server=${1:-$target/debug/prosody-ls}
platform=${2:-$(node -p 'process.platform + "-" + process.arch')}

stamp=node_modules/.package-lock.json
[ -e "$stamp" ] && [ ! package-lock.json -nt "$stamp" ] || npm ci --ignore-scripts --no-audit --no-fund --silent >&2
npm run --silent check >&2
npm run --silent bundle >&2

# Built beside the sources, so that nothing of one platform is left in them.
stage=$target/editors/vsix
rm -rf "$stage"
mkdir -p "$stage"
cp -R package.json README.md CHANGELOG.md .vscodeignore dist images syntaxes walkthrough "$stage"
cat "$root/LICENSE-MIT" "$root/LICENSE-APACHE" > "$stage/LICENSE"
set --
if [ "$server" != none ]; then
	mkdir "$stage/server"
	case $platform in win32-*) name=prosody-ls.exe ;; *) name=prosody-ls ;; esac
	cp "$server" "$stage/server/$name"
	chmod 755 "$stage/server/$name"
	# Half of a debug build is for debuggers.
	strip "$stage/server/$name" 2> /dev/null || true
	set -- --target "$platform"
fi
version=$(node -p 'require("./package.json").version')
vsix=$target/editors/prosody-ls-$version-$([ "$server" = none ] && echo any || echo "$platform").vsix
vsce=$PWD/node_modules/.bin/vsce
cd "$stage"
"$vsce" package --no-dependencies --allow-missing-repository --no-rewrite-relative-links "$@" --out "$vsix" >&2
echo "$vsix"
