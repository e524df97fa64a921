"""What a user of Helix sees of prosody-ls, by keys and screen. Run by helix.sh; its languages.toml is ours, unchanged.
Prints one line for each check; exit status 0 if all hold."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from terminal import Terminal

here = pathlib.Path(__file__).resolve().parent
home = pathlib.Path(tempfile.mkdtemp(prefix="helix-"))
configuration = home / "config/helix"
shutil.copytree(here.parent.parent / "editors/helix", configuration)
(configuration / "config.toml").write_text(
    'theme = "default"\n[editor]\nidle-timeout = 50\ncompletion-trigger-len = 1\nauto-info = false\n'
    'end-of-line-diagnostics = "hint"\n[editor.inline-diagnostics]\ncursor-line = "warning"\n'
    "[editor.lsp]\ndisplay-messages = true\n"
)
programs = home / "bin"
programs.mkdir()
(programs / "prosody-ls").symlink_to(os.environ["PROSODY_LS"])
(home / "cache").mkdir()
work = home / "tree"
shutil.copytree(here / "tree", work)
environment = {
    "HOME": str(home),
    "XDG_CONFIG_HOME": str(home / "config"),
    "XDG_CACHE_HOME": str(home / "cache"),
    "PATH": f"{programs}:{os.environ['PATH']}",
}
failed = 0


def check(name, look):
    global failed
    try:
        look()
        print("ok  ", name)
    except (TimeoutError, AssertionError) as error:
        failed += 1
        print("FAIL", name, error)


def health():
    said = subprocess.run([os.environ["HX"], "--health", "prosody"], env=environment, capture_output=True, text=True).stdout
    assert "prosody-ls" in said and str(programs) in said, said
    assert re.search("Highlight queries: .*✓", said), said


check("hx --health finds the server and the queries", health)
program = [os.environ["HX"], "-v", "prosody.cfg.lua"]
terminal = Terminal(program, environment, str(work))


def normal():
    terminal.keys("Escape", "Escape")


def open_file(name, seen):
    normal()
    terminal.type(f":o {name}")
    terminal.keys("Enter")
    terminal.wait(seen)


def line(number):
    normal()
    terminal.type(f"{number}gg")
    terminal.wait(rf" {number}:1$")


def hover():
    terminal.wait("archive_expires_after")
    line(5)
    # The server may still be starting.
    for _ in range(20):
        terminal.type(" k")
        try:
            terminal.wait("How long archived messages are kept", seconds=1)
            break
        except TimeoutError:
            normal()
    terminal.wait('Global value: "1y"')
    terminal.wait("environments/production.cfg.lua:2")
    terminal.wait("XEP-0313 Message Archive Management")
    normal()
    terminal.wait("How long archived messages are kept", gone=True)


def definition():
    line(5)
    terminal.type("gd")
    terminal.wait("What is kept for real|production.cfg.lua")
    if "What is kept for real" not in terminal.screen():
        terminal.keys("Enter")
    terminal.wait(r"environments/production.cfg.lua +.*2:1$")


def finding():
    open_file("core/network.cfg.lua", "Ports and encryption")
    terminal.wait("nothing reads an option `s2s_require_encrpytion`")


def fix():
    line(3)
    terminal.type(" a")
    terminal.wait("Change to `s2s_require_encryption`")
    terminal.keys("Enter")
    terminal.wait("^ +3 +s2s_require_encryption = true")
    terminal.wait("nothing reads an option", gone=True)


def completion():
    open_file("hosts/example.org.cfg.lua", "allow_registration")
    terminal.wait("takes true or false")
    line(3)
    terminal.type("o")
    # Helix 25.01 sends the edits of a burst in no fixed order.
    terminal.type('modules_enabled = { "csi_si', pause=0.05)
    terminal.wait("csi_simple +module")
    terminal.keys("C-n")
    terminal.wait('modules_enabled = { "csi_simple')
    terminal.keys("Enter")
    normal()


def refactoring():
    open_file("hosts/example.org.cfg.lua", "allow_registration")
    terminal.type("/Component")
    terminal.keys("Enter")
    terminal.type(" a")
    terminal.wait("Put the section of rooms.example.org into hosts/rooms.example.org.cfg.lua")
    terminal.keys("Enter")
    terminal.wait("Component", gone=True)
    open_file("hosts/rooms.example.org.cfg.lua", 'Component "rooms.example.org" "muc"')


def formatting():
    open_file("core/network.cfg.lua", "Ports and encryption")
    line(2)
    terminal.type("xc")
    terminal.type("c2s_ports={5222}", pause=0.05)
    normal()
    terminal.wait("c2s_ports=.5222.$")
    terminal.type(":format")
    terminal.keys("Enter")
    terminal.wait("c2s_ports = . 5222 .$")


def outline():
    open_file("hosts/example.org.cfg.lua", "allow_registration")
    terminal.type(" s")
    terminal.wait("namespace +example.org")
    terminal.wait("module +rooms.example.org")
    normal()


def hint():
    open_file("prosody.cfg.lua", "archive_expires_after")
    terminal.type(":set lsp.display-inlay-hints true")
    terminal.keys("Enter")
    terminal.wait('archive_expires_after = "1w".*"1y" in environments/production.cfg.lua')
    open_file("prosody-ls.toml", "profile = ")
    line(2)
    terminal.type("xc")
    terminal.type('profile = "staging"', pause=0.05)
    normal()
    terminal.type(":w")
    terminal.keys("Enter")
    open_file("prosody.cfg.lua", "archive_expires_after")
    # Helix asks for hints again with the next edit.
    line(1)
    terminal.type("o")
    normal()
    terminal.type("u")
    terminal.wait('archive_expires_after = "1w".*"1d" in environments/staging.cfg.lua')
    terminal.type(":set lsp.display-inlay-hints false")
    terminal.keys("Enter")


def references():
    open_file("prosody.cfg.lua", "archive_expires_after")
    line(5)
    terminal.type("gr")
    terminal.wait("environments/staging.cfg.lua")
    terminal.wait("environments/production.cfg.lua")
    normal()


def rename():
    open_file("hosts/example.org.cfg.lua", "allow_registration")
    line(1)
    terminal.type('f"l')
    terminal.type(" r")
    terminal.wait("rename-to:")
    terminal.keys("C-u")
    terminal.type("example.net")
    terminal.keys("Enter")
    terminal.wait('VirtualHost "example.net"')
    open_file("prosody.cfg.lua", "archive_expires_after")
    terminal.wait("admin@example.net")


def effective():
    open_file("prosody.cfg.lua", "archive_expires_after")
    terminal.type(":sh prosody-ls resolve --format lua --env PROSODY_ENVIRONMENT=staging prosody.cfg.lua")
    terminal.keys("Enter")
    terminal.wait("The configuration in effect, for Prosody")
    terminal.wait('archive_expires_after = "1d"')
    normal()
    terminal.type(":sh prosody-ls explain example.org archive_expires_after")
    terminal.keys("Enter")
    terminal.wait("environments/staging.cfg.lua:2 +.1d. +.in effect")
    normal()


def other():
    (work / "other.lua").write_text("unheard_of = true\n")
    open_file("other.lua", "unheard_of")
    log = (home / "cache/helix/helix.log").read_text()
    opened = [line for line in log.splitlines() if "textDocument/didOpen" in line and "prosody-ls" in line]
    assert any("prosody.cfg.lua" in line for line in opened), opened
    assert not any("other.lua" in line for line in opened), opened


for name, look in [
    ("hover shows the value in effect and where it comes from", hover),
    ("definition goes to the file that wins", definition),
    ("a misspelt option is found", finding),
    ("its fix is offered and applied", fix),
    ("completion inserts the name of a module", completion),
    ("formatting lays out the file", formatting),
    ("the outline has the hosts", outline),
    ("a hint says what an assignment comes to, and follows the profile", hint),
    ("the effective configuration and the chain of an option are a command away", effective),
    ("references list who sets an option", references),
    ("a refactoring puts a host into a file of its own", refactoring),
    ("a host is renamed in all files", rename),
    ("other Lua files are left alone", other),
]:
    check(name, look)
terminal.close()
if failed:
    print((home / "cache/helix/helix.log").read_text()[-3000:], file=sys.stderr)
shutil.rmtree(home, ignore_errors=True)
sys.exit(failed != 0)
