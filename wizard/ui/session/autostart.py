"""Starting with the computer: off until it is switched on, and removed without a trace when switched off.

Linux: a file in the autostart folder (Desktop Application Autostart Specification). Windows:
the Run key of the signed-in person. macOS: a launch agent of the signed-in person.
"""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

NAME = "playvox-provisioning"
_LABEL = "org.playvox-provisioning.watch"
_RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"


def command() -> list[str]:
    """What starts this program in the background."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "wizard"]
    return [*program, "--background"]


def is_on() -> bool:
    """Whether the program starts with the computer."""
    if sys.platform == "win32":
        return _windows_value() is not None
    return _file().is_file()


def switch(*, on: bool) -> None:
    """Start with the computer from now on, or no longer; raises `OSError`."""
    if sys.platform == "win32":
        _switch_windows(on=on)
        return
    if not on:
        _file().unlink(missing_ok=True)
        return
    from wizard.setup.files import write_chosen  # not before the first paint

    _file().parent.mkdir(parents=True, exist_ok=True)
    write_chosen(_file(), _launch_agent() if sys.platform == "darwin" else _desktop_entry())


def _file() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "LaunchAgents" / f"{_LABEL}.plist"
    base = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    if not base.is_absolute():  # invalid, so it is ignored, as the XDG specification says
        base = Path.home() / ".config"
    return base / "autostart" / f"{NAME}.desktop"


def _desktop_entry() -> bytes:
    line = " ".join(_quoted(each) for each in command())
    return (
        "[Desktop Entry]\nType=Application\nName=Playvox Provisioning Setup\n"
        f"Exec={line}\nIcon={NAME}\nTerminal=false\nX-GNOME-Autostart-enabled=true\n"
    ).encode()


def _quoted(text: str) -> str:
    """An argument of `Exec` (Desktop Entry Specification): quoted where it holds a reserved character."""
    escaped = text.replace("%", "%%")
    if shlex.quote(escaped) == escaped:
        return escaped
    for letter in ("\\", '"', "`", "$"):
        escaped = escaped.replace(letter, f"\\{letter}")
    return f'"{escaped}"'.replace("\\", "\\\\") if "\\" in escaped else f'"{escaped}"'


def _launch_agent() -> bytes:
    import plistlib

    return plistlib.dumps(
        {"Label": _LABEL, "ProgramArguments": command(), "RunAtLoad": True, "ProcessType": "Background"}
    )


if sys.platform == "win32":
    import subprocess
    import winreg

    def _windows_value() -> str | None:
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN_KEY) as key:
                return str(winreg.QueryValueEx(key, NAME)[0])
        except FileNotFoundError:
            return None

    def _switch_windows(*, on: bool) -> None:
        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _RUN_KEY) as key:
            if on:
                winreg.SetValueEx(key, NAME, 0, winreg.REG_SZ, subprocess.list2cmdline(command()))
            elif _windows_value() is not None:
                winreg.DeleteValue(key, NAME)

else:

    def _windows_value() -> str | None:
        return None

    def _switch_windows(*, on: bool) -> None:
        raise OSError("only on Windows")
