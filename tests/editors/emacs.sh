#!/bin/sh
# Runs prosody-ls in a real Emacs, in batch mode, with eglot and with lsp-mode: 5 seconds, and 25 more (330 MB in
# target/editors) to unpack the editor the first time.
# Usage: tests/editors/emacs.sh [PROSODY_LS], by default the debug build. Skipped, visibly, if the editor can't be had; with
# CI=true that is a failure.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
server=${1:-$target/debug/prosody-ls}

if [ ! -x "$server" ]; then
	echo "emacs: $server is not there: cargo build first" >&2
	exit 1
fi
emacs=$target/editors/emacs
sh "$root/tests/editors/unpack.sh" trixie "$emacs" usr/bin/emacs-nox -- emacs-nox elpa-lsp-mode elpa-lua-mode > /dev/null || {
	echo "emacs: SKIPPED: Emacs can't be unpacked" >&2
	[ "${CI:-}" != true ] || exit 1
	exit 0
}
EMACSLOADPATH=$(find "$emacs"/usr/share/emacs/*/lisp "$emacs"/usr/share/emacs/site-lisp/elpa-src -type d | paste -sd :)
EMACSDATA=$(echo "$emacs"/usr/share/emacs/*/etc)
export EMACSLOADPATH EMACSDATA

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
ln -s "$(cd "$(dirname "$server")" && pwd)/$(basename "$server")" "$work/bin/prosody-ls"
for client in eglot lsp-mode; do
	rm -rf "$work/tree"
	cp -R "$root/tests/editors/tree" "$work/tree"
	mkdir -p "$work/$client"
	(cd "$work/tree" && CLIENT=$client HOME=$work/$client PATH=$work/bin:$PATH timeout 120 \
		"$emacs/usr/bin/emacs-nox" --dump-file "$(find "$emacs/usr/libexec/emacs" -name '*.pdmp')" -Q --batch \
		-L "$root/editors/emacs" -l "$root/tests/editors/emacs.el" -f ert-run-tests-batch-and-exit)
done
