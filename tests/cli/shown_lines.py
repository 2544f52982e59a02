"""Runs the lines that a page of docs/ shows, as somebody would who has installed the program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.cli.programs import ROOT

PROGRAM = "playvox-provisioning"


class ShownLines:
    """A folder to run them in, where the program is installed, with a running practice tenant."""

    def __init__(self, folder: Path, practice: Path, **variables: str) -> None:
        """`practice`: the file with the tenant's line. `variables` are set besides."""
        program = folder / "bin" / PROGRAM
        program.parent.mkdir(parents=True)
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m wizard "$@"\n')
        program.chmod(0o755)
        self._folder = folder
        self._environment = {
            **os.environ,
            "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "ignore",
            "PLAYVOX_PROVISIONING_PRACTICE": str(practice),
            "PLAYVOX_PROVISIONING_DATA_FOLDER": str(folder.parent / "data"),
            **variables,
        }

    def run(self, line: str, *shell: str) -> subprocess.CompletedProcess[str]:
        """What this line printed and how it ended; `shell` is another one than `sh -c`."""
        return subprocess.run(
            [*(shell or ("sh", "-c")), line],
            cwd=self._folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
