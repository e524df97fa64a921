#!/bin/sh
# Writes down what real editors say they can do, which the protocol tests then hold the server to: runs the tests of each
# editor with a program between it and the server. Takes as long as those tests: a minute, and five more the first time.
# Usage: tests/editors/capabilities.sh [EDITOR...], by default neovim, helix, emacs and vscode.
set -eu
cd "$(dirname "$0")/../.."
target=${CARGO_TARGET_DIR:-$PWD/target}
SERVER=$target/debug/prosody-ls
FOLDER=$PWD/crates/server/tests/protocol/clients
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/prosody-ls" <<SCRIPT
#!/bin/sh
SERVER="$SERVER" FOLDER="$FOLDER" exec python3 "$PWD/tests/editors/capabilities.py" "\$@"
SCRIPT
chmod +x "$work/prosody-ls"
mkdir -p "$FOLDER"
[ $# -gt 0 ] || set -- neovim helix emacs vscode
for editor; do
	# What calls itself code-server is VS Code's workbench.
	[ "$editor" != vscode ] || export CLIENT=vscode
	sh "tests/editors/$editor.sh" "$work/prosody-ls"
done
