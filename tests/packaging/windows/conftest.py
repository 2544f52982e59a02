"""The installed Windows program under wine: one prefix for all tests, set up by the silent installer."""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from build.windows.places import COMMAND_LINE, INSTALLER, NAME, PROGRAM, TITLE, WINDOW, WORK
from build.windows.wine import Wine, wine
from tests.cli.conftest import CONFIG

TOURS = int(os.environ.get("WINDOWS_TOURS", "3"))
"""How many tours the installed program takes, in its styles by turns."""
IS_OPEN = 32
"""The installer's exit code while the program runs."""
PERSON = "Jürgen 山田"
"""Who uses Windows: letters of two scripts and a space are in the path of the program and of its data."""
UNINSTALL = rf"Software\Microsoft\Windows\CurrentVersion\Uninstall\{NAME}"


@dataclass(frozen=True)
class Answer:
    """What a program printed, as bytes and as text, and its exit code."""

    code: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        return self.raw.decode("utf-8").replace("\r\n", "\n")

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.raw)
        return found


@dataclass(frozen=True)
class Installed:
    """A folder with the program, in a prefix."""

    wine: Wine
    folder: Path

    def run(self, *arguments: str | Path, stdin: bytes = b"", timeout: float = 240) -> Answer:
        """Run the command line to its end, through pipes."""
        done = self.wine.run(self.folder / COMMAND_LINE, *arguments, given=stdin, timeout=timeout)
        return Answer(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))

    def tour(self, folder: Path, style: str) -> dict[str, Any]:
        """Let the window take its tour and close; returns the report with the exit code."""
        done = self.wine.run(self.folder / WINDOW, "--tour", folder, timeout=420, QT_STYLE_OVERRIDE=style)
        report: dict[str, Any] = json.loads((folder / "tour.json").read_text(encoding="utf-8"))
        return {**report, "exit code": done.returncode}

    @contextmanager
    def window(self, *flags: str | Path) -> Iterator[subprocess.Popen[bytes]]:
        """The window, open until the end."""
        words = [part if isinstance(part, str) else self.wine.path(part) for part in flags]
        with subprocess.Popen(
            ["wine", self.folder / WINDOW, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=self.wine.environment,
        ) as process:
            try:
                yield process
            finally:
                process.kill()
                self.wine.run("taskkill", "/F", "/IM", WINDOW)

    @contextmanager
    def practice(self, file: Path) -> Iterator[Path]:
        """A practice tenant of the installed program; the file gets its line."""
        with subprocess.Popen(
            ["wine", self.folder / COMMAND_LINE, "practice", "serve", "--people", "40"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=self.wine.environment,
        ) as process:
            try:
                assert process.stdout is not None
                file.write_bytes(process.stdout.readline())
                yield file
            finally:
                process.kill()
                self.wine.run("taskkill", "/F", "/IM", COMMAND_LINE)


@dataclass(frozen=True)
class LivedIn:
    """The installed program after a whole setup in a practice tenant, with what it answered."""

    installed: Installed
    apply: Answer
    status: Answer
    plan: Answer
    test: Answer
    history: Answer
    install_while_open: int
    """The installer's exit code while the practice tenant ran."""
    missing_after_removal_while_open: list[str]
    """Files that the uninstaller removed although the practice tenant ran."""
    name: str


@pytest.fixture(scope="session")
def lived_in(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> LivedIn:
    """Sets up a practice tenant in the person's own data folder."""
    folder = tmp_path_factory.mktemp("lived-in")
    name = "Playvox é “→” 日本 😀"
    config = folder / "setup é.toml"
    config.write_text(CONFIG.replace('name = "Playvox"', f'name = "{name}"'), encoding="utf-8")
    with installed.practice(folder / "practice.json") as line:
        tenant = ("--practice", line)
        return LivedIn(
            installed,
            apply=installed.run("apply", "--config", config, "--yes", *tenant),
            status=installed.run("status", "--json", *tenant),
            plan=installed.run("plan", *tenant),
            test=installed.run("test", *tenant),
            history=installed.run("history", "--json"),
            install_while_open=installed.wine.run(INSTALLER, "/S", timeout=300).returncode,
            missing_after_removal_while_open=_removed_while_open(installed),
            name=name,
        )


def _removed_while_open(installed: Installed) -> list[str]:
    before = {str(path.relative_to(installed.folder)) for path in installed.folder.rglob("*")}
    installed.wine.run(installed.folder / "uninstall.exe", "/S", timeout=300)
    until = time.monotonic() + 120  # a copy of itself in the temporary folder does the work
    while _runs_from("~nsu") and time.monotonic() < until:
        time.sleep(0.1)
    return sorted(name for name in before if not (installed.folder / name).exists())


def _runs_from(folder: str) -> bool:
    running = psutil.process_iter(["cmdline"])
    return any(folder in word for process in running for word in process.info["cmdline"] or ())


@pytest.fixture(scope="session")
def prefix() -> Iterator[Wine]:
    """A fresh Windows 10 of wine's, on a virtual screen."""
    with wine(WORK / "test-prefix", PERSON) as made:
        yield made


@pytest.fixture(scope="session")
def installed(prefix: Wine) -> Installed:
    """The program as the silent installer lays it out for one person."""
    if not INSTALLER.is_file():
        pytest.fail("There is no installer yet: make windows")
    return install(prefix, INSTALLER)


def install(prefix: Wine, setup: Path, *flags: str) -> Installed:
    """Run an installer silently."""
    done = prefix.run(setup, "/S", *flags, timeout=300)
    assert done.returncode == 0, done
    prefix.wait()
    return Installed(prefix, Path(unix(prefix, registry(prefix, "InstallLocation", *flags))))


def remove(prefix: Wine, folder: Path, *flags: str) -> None:
    """Run the uninstaller silently and wait for the copy of itself that does the work."""
    prefix.run(folder / "uninstall.exe", "/S", *flags, timeout=300)
    prefix.wait()


def registry(prefix: Wine, name: str, *flags: str) -> str:
    """A value of Apps & features; empty where there is none."""
    root = "HKLM" if "/AllUsers" in flags else "HKCU"
    file = (
        prefix.prefix / "exported.reg"
    )  # UTF-16; what `reg query` prints has only the letters of a code page
    file.unlink(missing_ok=True)
    prefix.run("reg", "export", rf"{root}\{UNINSTALL}", file)
    if not file.is_file():
        return ""
    begin = f'"{name}"='
    lines = file.read_text(encoding="utf-16").splitlines()
    value = next((line.removeprefix(begin) for line in lines if line.startswith(begin)), "")
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value


def unix(prefix: Wine, path: str) -> str:
    """A folder of the prefix's C: as this machine sees it."""
    return str(prefix.drive.joinpath(*path.removeprefix("C:\\").split("\\")))


def local_data(prefix: Wine) -> Path:
    """The folder of the person's setups."""
    return next((prefix.drive / "users").glob("*/AppData/Local")) / NAME


def older_program(folder: Path) -> Path:
    """A program of a lower version with a file that this version does not have."""
    program = folder / "older"
    (program / "_internal").mkdir(parents=True)
    for name in (COMMAND_LINE, WINDOW):
        (program / name).write_bytes((PROGRAM / name).read_bytes())
    (program / "_internal" / "dropped.dll").write_bytes(b"older")
    return program


_CHOSEN = {
    r"CurrentVersion\Themes\Personalize": ("AppsUseLightTheme", "0"),
    "DWM": ("AccentColor", "0xff2020d0"),
}


@contextmanager
def dark(prefix: Wine) -> Iterator[None]:
    """In this block the person has chosen dark programs and a red accent in Windows' settings."""
    place = r"HKCU\Software\Microsoft\Windows"
    for key, (name, value) in _CHOSEN.items():
        prefix.run(
            "reg", "add", rf"{place}\{key}", "/v", name, "/t", "REG_DWORD", "/d", value, "/f", check=True
        )
    try:
        yield
    finally:
        for key, (name, _value) in _CHOSEN.items():
            prefix.run("reg", "delete", rf"{place}\{key}", "/v", name, "/f", check=True)


MENU = f"{TITLE}.lnk"
