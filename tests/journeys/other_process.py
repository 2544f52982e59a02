"""The program in a process of its own, with a complete practice setup, read by a screen reader."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from build.private_session import PrivateSession
from tests.cli.conftest import CONFIG, serving
from tests.cli.programs import ROOT, run_process

_SYSTEM_PYTHON = Path("/usr/bin/python3")


class Window:
    """The window of another process, as a screen reader sees it."""

    def __init__(self, reader: subprocess.Popen[str]) -> None:
        self._reader = reader

    def ask(self, verb: str, argument: str = "") -> Any:
        assert self._reader.stdin is not None
        assert self._reader.stdout is not None
        print(json.dumps([verb, argument]), file=self._reader.stdin, flush=True)
        answer = self._reader.stdout.readline()
        assert answer, f"the reader ended at {verb} {argument}"
        return json.loads(answer)

    def press(self, name: str) -> None:
        assert self.ask("press", name), f"{name} cannot be pressed"

    def type_into(self, name: str, text: str) -> None:
        """Type with the keyboard."""
        assert self.ask("take", name) or self.ask("focus")["id"].endswith(f".{name}"), f"no focus: {name}"
        assert self.ask("type", text)

    def text_of(self, name: str) -> str:
        """What a field or a number shows, as it is read out."""
        assert self.ask("wait", name), f"{name} is not there"
        return str(self.ask("text", name))

    def shown(self, page: str) -> None:
        """Wait until a page is open and no work is running."""
        assert self.ask("wait", f"page-{page}"), f"{page} does not open"
        assert self.ask("gone", "busy-text"), f"{page} is never at rest"


@dataclass(frozen=True)
class OtherProcess:
    """A practice tenant with a complete setup, and the programs that are started on it."""

    stack: ExitStack
    environment: dict[str, str]
    line: Path
    data: Path

    def start(self, *, module: str = "wizard") -> tuple[subprocess.Popen[bytes], Window]:
        """Start the program; it and the screen reader end with the stack."""
        program = [
            sys.executable,
            "-m",
            module,
            "--practice",
            str(self.line),
            "--data-folder",
            str(self.data),
        ]
        shown = self.stack.enter_context(subprocess.Popen(program, cwd=ROOT, env=self.environment))
        self.stack.callback(shown.terminate)
        script = Path(__file__).with_name("screen_reader.py")
        reader = self.stack.enter_context(
            subprocess.Popen(
                [_SYSTEM_PYTHON, script, str(shown.pid)],
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        )
        self.stack.callback(reader.terminate)
        return shown, Window(reader)

    def signed_in(self, *, module: str = "wizard") -> tuple[subprocess.Popen[bytes], Window]:
        """Start the program and sign in; the overview of the setup is open then."""
        process, window = self.start(module=module)
        assert window.ask("wait", "sign-in")
        first = window.ask("focus")
        assert first is not None
        assert ".page-before." in first["id"], "the focus starts outside the page"
        window.press("sign-in")
        assert window.ask("wait", "page-overview"), "the overview of the setup does not open"
        return process, window


def other_process(stack: ExitStack, folder: Path) -> OtherProcess:
    """A private screen, and a practice tenant with a complete setup in this folder."""
    found = subprocess.run(
        [_SYSTEM_PYTHON, "-c", "import gi; gi.require_version('Atspi', '2.0')"],
        capture_output=True,
        check=False,
    )
    if found.returncode != 0:
        pytest.skip(
            "gir1.2-atspi-2.0 and python3-gi are not installed (build.setup_environment does it as root)"
        )
    line, config, data = folder / "practice.json", folder / "setup.toml", folder / "data"
    config.write_text(CONFIG)
    session = stack.enter_context(PrivateSession())
    session.start_screen()  # first: the bus starts what presses keys, which needs the screen
    session.start_keyring()
    environment = {**session.environment, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "QT_QPA_PLATFORM": "xcb"}
    stack.enter_context(serving(line))
    apply = ("apply", "--config", config, "--practice", line, "--yes", "--data-folder", data)
    code, _out, err = run_process([str(each) for each in apply], b"", environment)
    assert code == 0, err
    return OtherProcess(stack, environment, line, data)
