"""What a user of Vim with ALE sees of prosody-ls, by keys and screen. Run by vim.sh.
Prints one line for each check; exit status 0 if all hold."""

import os
import pathlib
import shutil
import sys
import tempfile

from terminal import Terminal

here = pathlib.Path(__file__).resolve().parent
share = pathlib.Path(os.environ["VIM_FOLDER"]) / "usr/share"
home = pathlib.Path(tempfile.mkdtemp(prefix="vim-"))
after = home / ".vim/after/plugin"
after.mkdir(parents=True)
shutil.copy(here.parent.parent / "editors/vim/ale.vim", after / "prosody_ls.vim")
(home / ".vimrc").write_text(
    f"set nocompatible noswapfile hidden shortmess=aoOtTIF\nset runtimepath^={share}/vim-ale\n"
    "let g:ale_completion_enabled = 1\nlet g:ale_virtualtext_cursor = 'disabled'\nfiletype plugin on\n"
)
programs = home / "bin"
programs.mkdir()
(programs / "prosody-ls").symlink_to(os.environ["PROSODY_LS"])
work = home / "tree"
shutil.copytree(here / "tree", work)
runtime = next((share / "vim").glob("vim[0-9]*"))
environment = {"HOME": str(home), "VIMRUNTIME": str(runtime), "PATH": f"{programs}:{os.environ['PATH']}", "SHELL": "/bin/sh"}
vim = str(pathlib.Path(os.environ["VIM_FOLDER"]) / "usr/bin/vim.nox")
terminal = Terminal([vim, "core/network.cfg.lua"], environment, str(work))
failed = 0


def check(name, look):
    global failed
    try:
        look()
        print("ok  ", name)
    except TimeoutError as error:
        failed += 1
        print("FAIL", name, error)


def command(text):
    terminal.keys("Escape")
    terminal.type(f":{text}")
    terminal.keys("Enter")


def finding():
    terminal.wait("^W +s2s_require_encrpytion")
    command("3")
    # Vim shortens it to the width of the screen.
    terminal.wait("unknown-option: nothing reads an option `s2s_requ")


def hover():
    command("edit prosody.cfg.lua")
    terminal.wait("three layers")
    command("5")
    command("ALEHover")
    terminal.wait('Global value.*"1y"')
    command("only")


def definition():
    command("edit prosody.cfg.lua")
    command("5")
    command("ALEGoToDefinition")
    terminal.wait("What is kept for real")


def completion():
    command("edit hosts/example.org.cfg.lua")
    terminal.wait("allow_registration")
    command("3")
    terminal.type("o")
    terminal.type('modules_enabled = { "csi_si', pause=0.05)
    terminal.wait("csi_simple")
    terminal.keys("C-n")
    terminal.wait('modules_enabled = { "csi_simple')
    terminal.keys("Escape")


for name, look in [
    ("a misspelt option is found", finding),
    ("hover shows the value in effect", hover),
    ("definition goes to the file that wins", definition),
    ("completion inserts the name of a module", completion),
]:
    check(name, look)
terminal.close()
shutil.rmtree(home, ignore_errors=True)
sys.exit(failed != 0)
