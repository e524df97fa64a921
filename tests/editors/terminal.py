"""A terminal for tests: a program in a tmux of its own, keys in, screen out."""

import os
import re
import shlex
import shutil
import subprocess
import tempfile
import time


class Terminal:
    """Runs a program until `close`. TMUX_PROGRAM names the tmux to take."""

    def __init__(self, program, environment, directory, columns=120, rows=36):
        self.folder = tempfile.mkdtemp(prefix="terminal-")
        environment = {"TERM": "tmux-256color", "COLORTERM": "", "LANG": "C.UTF-8", **environment}
        assignments = [f"{name}={value}" for name, value in environment.items()]
        line = "exec env -i " + " ".join(map(shlex.quote, [*assignments, *program]))
        size = ("-x", str(columns), "-y", str(rows))
        self.run("-f", "/dev/null", "new-session", "-d", "-s", "test", *size, "-c", directory, line)
        self.run("set-option", "-g", "status", "off")
        self.run("set-option", "-s", "escape-time", "0")
        self.run("resize-window", "-t", "test", *size)

    def run(self, *command):
        tmux = os.environ.get("TMUX_PROGRAM", "tmux")
        socket = os.path.join(self.folder, "socket")
        result = subprocess.run([tmux, "-S", socket, *command], capture_output=True, text=True)
        if result.returncode and command[0] != "kill-server":
            raise RuntimeError(f"tmux {command}: {result.stderr.strip()}")
        return result.stdout

    def keys(self, *names):
        """Presses keys by their names: Escape, Enter, C-x."""
        self.run("send-keys", "-t", "test", *names)

    def type(self, text, pause=0.0):
        """Types a text; with a pause, in seconds, after each character, as fingers do."""
        for part in text if pause else [text]:
            self.run("send-keys", "-t", "test", "-l", part)
            time.sleep(pause)

    def screen(self):
        return self.run("capture-pane", "-p", "-t", "test")

    def wait(self, pattern, seconds=15, gone=False):
        """Waits until the screen has the pattern, or no longer has it; returns the screen."""
        end = time.monotonic() + seconds
        while True:
            screen = self.screen()
            if bool(re.search(pattern, screen, re.MULTILINE)) != gone:
                return screen
            if time.monotonic() > end:
                raise TimeoutError(f"{'still' if gone else 'no'} {pattern!r} on this screen:\n{screen}")
            time.sleep(0.05)

    def close(self):
        self.run("kill-server")
        shutil.rmtree(self.folder, ignore_errors=True)
