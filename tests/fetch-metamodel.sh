#!/bin/sh
# Makes target/lsp/metaModel.json, the types and messages of the Language Server Protocol, which protocol tests hold every message
# of the server to. Needs Python 3 with pip. A file of the specification itself can be named by LSP_METAMODEL instead.
set -eu
cd "$(dirname "$0")/.."
folder=$PWD/target/lsp
if [ "$folder/metaModel.json" -nt tests/metamodel.py ]; then
	echo "the meta model of LSP: $folder/metaModel.json"
	exit 0
fi
mkdir -p "$folder"
python3 -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes -d "$folder" -r /dev/stdin <<'PINNED'
lsprotocol==2025.0.0 --hash=sha256:f9d78f25221f2a60eaa4a96d3b4ffae011b107537facee61d3da3313880995c7
attrs==25.3.0 --hash=sha256:427318ce031701fea540783410126f03899a97ffc6f61596ad581ac2e40e3bc3
PINNED
PYTHONPATH=$folder/lsprotocol-2025.0.0-py3-none-any.whl:$folder/attrs-25.3.0-py3-none-any.whl \
	python3 tests/metamodel.py >"$folder/metaModel.json.new"
mv "$folder/metaModel.json.new" "$folder/metaModel.json"
echo "the meta model of LSP: made $folder/metaModel.json"
