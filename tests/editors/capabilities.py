"""Stands between an editor and the server: passes everything on, and writes what the editor says it can do to
FOLDER/NAME.json, by the editor's name. SERVER is the program to pass it on to. Run by capabilities.sh."""

import json
import os
import re
import subprocess
import sys
import threading


def dump(capabilities):
    """JSON with a line for each area of the protocol."""
    lines = []
    for area, content in sorted(capabilities.items()):
        if isinstance(content, dict) and area in ("textDocument", "workspace"):
            inner = [f'  {json.dumps(name)}: {json.dumps(value, sort_keys=True)}' for name, value in sorted(content.items())]
            lines.append(f' {json.dumps(area)}: {{\n' + ",\n".join(inner) + "\n }")
        else:
            lines.append(f" {json.dumps(area)}: {json.dumps(content, sort_keys=True)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def message(stream):
    length = 0
    head = b""
    while (line := stream.readline()) not in (b"\r\n", b""):
        head += line
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    body = b""
    while len(body) < length:
        body += stream.read(length - len(body))
    return head + b"\r\n", body


def main():
    if sys.argv[1:] not in ([], ["server"], ["--stdio"]):
        os.execv(os.environ["SERVER"], [os.environ["SERVER"], *sys.argv[1:]])
    server = subprocess.Popen([os.environ["SERVER"]], stdin=subprocess.PIPE)
    head, body = message(open(0, "rb", buffering=0, closefd=False))
    parameters = json.loads(body)["params"]
    client = parameters.get("clientInfo", {})
    name = re.sub(r"\W+", "-", os.environ.get("CLIENT", client.get("name", "unknown")).lower())
    with open(os.path.join(os.environ["FOLDER"], f"{name}.json"), "w") as file:
        file.write(dump(parameters["capabilities"]))
    server.stdin.write(head + body)
    server.stdin.flush()

    def forward():
        while chunk := os.read(0, 65536):
            os.write(server.stdin.fileno(), chunk)
        server.stdin.close()

    threading.Thread(target=forward, daemon=True).start()
    sys.exit(server.wait())


main()
