"""Proxy scripts (PAC): evaluated by the system on Windows, only reported elsewhere.

A PAC file is a program; running it needs a JavaScript engine, which this program does not include.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScriptAnswer:
    """The script's address when one is set up, and the proxy it returns when it can be evaluated."""

    script: str = ""
    proxy: str = ""
    evaluated: bool = False


def follows_scripts() -> bool:
    """Whether this platform evaluates proxy scripts for programs."""
    return sys.platform == "win32"


def ask_script(url: str) -> ScriptAnswer:
    """Evaluate the system's proxy script for an address; may take seconds, so call it in a thread."""
    if sys.platform == "win32":
        from wizard.network.pac_windows import ask_winhttp

        script, proxy = ask_winhttp(url)
        return ScriptAnswer(script, proxy, evaluated=bool(script))
    if sys.platform == "darwin":
        return ScriptAnswer(_from_lines(["scutil", "--proxy"], "ProxyAutoConfigURLString :"))
    return ScriptAnswer(_gnome())


def _gnome() -> str:
    mode = _output(["gsettings", "get", "org.gnome.system.proxy", "mode"]).strip(" '\n")
    if mode != "auto":
        return ""
    return _output(["gsettings", "get", "org.gnome.system.proxy", "autoconfig-url"]).strip(" '\n") or "wpad"


def _from_lines(command: list[str], label: str) -> str:
    for line in _output(command).splitlines():
        if line.strip().startswith(label):
            return line.partition(label)[2].strip()
    return ""


def _output(command: list[str]) -> str:
    program = shutil.which(command[0])
    if program is None:
        return ""
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command of the system's own
            [program, *command[1:]], capture_output=True, text=True, timeout=2, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout if done.returncode == 0 else ""
