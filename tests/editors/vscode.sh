#!/bin/sh
# Runs prosody-ls in a real VS Code: the extension, packaged with the server in it, is installed into code-server, which a
# headless Chromium shows. About 80 seconds, and two to three minutes more (1.4 GB in target/editors) the first time.
# Usage: tests/editors/vscode.sh [PROSODY_LS], by default the debug build. Pictures go to target/editors/pictures.
# With PICTURES=true those that the extension's README shows are taken anew, and its icon is drawn.
# Needs Node 20 with npm, Debian's apt-get and dpkg-deb. CHROMIUM names a browser to take instead of Debian's.
set -eu
cd "$(dirname "$0")/../.."
root=$PWD
target=${CARGO_TARGET_DIR:-$root/target}
editors=$target/editors
server=${1:-$target/debug/prosody-ls}
mkdir -p "$editors"

if [ ! -x "$server" ]; then
	echo "vscode: $server is not there: cargo build first" >&2
	exit 1
fi

# code-server is VS Code's workbench, served to a browser. Its own installation downloads and compiles what nobody needs
# who only edits: terminals, search, passwords. Left out are only those.
code=$editors/code-server
if [ ! -e "$code/complete" ]; then
	rm -rf "$code"
	mkdir -p "$code"
	(
		cd "$code"
		export npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false
		echo '{"private": true, "overrides": {"argon2": "0.44.0"}}' > package.json
		npm install --silent --ignore-scripts code-server@4.100.3 playwright-core@1.65.1
		cd node_modules/code-server/lib/vscode
		npm install --silent --ignore-scripts --omit=dev
		(cd extensions && npm install --silent --ignore-scripts --omit=dev)
		ln -sfn node_modules node_modules.asar
		(cd bin/remote-cli && ln -sf code-linux.sh code-server)
		(cd bin/helpers && ln -sf browser-linux.sh browser.sh)
		touch "$code/complete"
	)
fi
if [ -z "${CHROMIUM:-}" ]; then
	CHROMIUM=$editors/chromium/usr/lib/chromium/chromium
	sh tests/editors/unpack.sh bookworm "$editors/chromium" usr/lib/chromium/chromium usr/lib/chromium/chrome_crashpad_handler -- \
		chromium fonts-dejavu-core fonts-noto-color-emoji
	export FONTCONFIG_SYSROOT="$editors/chromium"
fi
export CHROMIUM

cd editors/vscode
VSIX=$(sh package.sh "$server")
npm run --silent test > "$editors/vscode-unit.log" 2>&1 || {
	cat "$editors/vscode-unit.log" >&2
	exit 1
}
cd "$root"
export VSIX NODE_PATH="$code/node_modules" CODE_SERVER="$code/node_modules/code-server/out/node/entry.js"
SHOTS=$editors/pictures timeout 300 node tests/editors/vscode.cjs
