"""Runs the steps of action.yml as a runner on Linux does, with what `cargo xtask dist` made in place of a release.
Usage: tests/action.py DIST. Skips if there is no archive for this machine that runs on any Linux."""

import json
import os
import pathlib
import platform
import re
import subprocess
import sys
import tempfile
import textwrap

root = pathlib.Path(__file__).resolve().parent.parent
dist = pathlib.Path(sys.argv[1]).resolve()
machine = platform.machine()
if not list(dist.glob(f"prosody-ls-*-{machine}-unknown-linux-musl.tar.gz")):
    print("action.yml: skipped, there is no archive for it")
    sys.exit()

# `gh release download --pattern ...` copies what lies in DIST.
GH = """#!/bin/sh
test "$1 $2" = "release download" || exit 2
while [ $# -gt 0 ]; do
	if [ "$1" = --pattern ]; then cp "$DIST"/$2 . || exit 1; fi
	shift
done
"""
blocks = re.findall(r"^ +run: \|\n((?: {8}.*\n|\n)+)", (root / "action.yml").read_text(), re.M)
assert len(blocks) == 2, blocks
get, check = map(textwrap.dedent, blocks)

with tempfile.TemporaryDirectory() as folder:
    room = pathlib.Path(folder)
    for name in ("bin", "temp", "good"):
        (room / name).mkdir()
    (room / "bin/gh").write_text(GH)
    (room / "bin/gh").chmod(0o755)
    (room / "good/prosody.cfg.lua").write_text('modules_enabled = { "roster" }\nVirtualHost "example.org"\n')
    added = room / "path"
    environment = {
        "PATH": f"{room / 'bin'}:/usr/bin:/bin",
        "DIST": str(dist),
        "GITHUB_PATH": str(added),
        "RUNNER_OS": "Linux",
        "RUNNER_ARCH": {"x86_64": "X64", "aarch64": "ARM64"}[machine],
        "RUNNER_TEMP": str(room / "temp"),
    }

    def step(script, **more):
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        return subprocess.run(shell, env={**environment, **more}, cwd=root, capture_output=True, text=True)

    got = step(get, VERSION="", GH_TOKEN="none")
    assert got.returncode == 0, got
    environment["PATH"] = f"{added.read_text().strip()}:{environment['PATH']}"

    sarif = room / "found.sarif"
    bad = step(check, PLACES="tests/editors/tree", ARGUMENTS="--all-profiles", SARIF=str(sarif))
    assert bad.returncode == 1 and "(unknown-option),file=tests/editors/tree/core/network.cfg.lua,line=3," in bad.stdout, bad
    assert json.loads(sarif.read_text())["runs"][0]["results"], sarif.read_text()
    good = step(check, PLACES=str(room / "good"), ARGUMENTS="--all-profiles", SARIF="")
    assert good.returncode == 0, good
print("action.yml: gets the program and checks with it")
