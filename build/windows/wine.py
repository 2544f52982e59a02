"""Windows programs on Debian: a wine prefix of this build's own, with a virtual screen.

wine 8 lacks three DLLs that Windows 10 has. Stand-ins are compiled from `stand_ins/` into the system folder
of the prefix; PyInstaller collects nothing from there, and `contents` checks that none is in the program.
"""

from __future__ import annotations

import os
import selectors
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from build.private_session import PrivateSession
from build.windows.places import HERE, WORK

STAND_INS = ("bcryptprimitives", "icuuc", "mscms")
_COMPILER = "x86_64-w64-mingw32-gcc"
# By the designer of Segoe UI, and a little wider: a text that fits in it fits on Windows.
_FONTS = dict.fromkeys(("Segoe UI", "MS Shell Dlg", "MS Shell Dlg 2", "Tahoma"), "Open Sans")


class Wine:
    """A prefix and the environment that programs run in; `start` makes it ready."""

    def __init__(self, prefix: Path, environment: Mapping[str, str]) -> None:
        self.prefix = prefix
        self.environment = {
            **{name: value for name, value in environment.items() if not name.startswith("PYTHON")},
            "WINEPREFIX": str(prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            # No prompts for Mono and Gecko, no menu entries on this machine; the stand-in for mscms.
            "WINEDLLOVERRIDES": "mscms=n,b;mscoree=;mshtml=;winemenubuilder.exe=",
        }

    @property
    def drive(self) -> Path:
        """The folder that programs see as C:."""
        return self.prefix / "drive_c"

    def start(self) -> None:
        """Create a new prefix: a Windows 10 with the missing DLLs."""
        shutil.rmtree(self.prefix, ignore_errors=True)
        self.prefix.parent.mkdir(parents=True, exist_ok=True)
        self.run("wineboot", "-i", check=True)
        self.run("winecfg", "-v", "win10", check=True)
        system = self.drive / "windows" / "system32"
        for name in STAND_INS:
            source = HERE / "stand_ins" / f"{name}.c"
            command: list[str | Path] = [
                _COMPILER,
                "-shared",
                "-O1",
                "-s",
                "-o",
                system / f"{name}.dll",
                source,
                "-ladvapi32",
            ]
            subprocess.run(command, check=True)
        for font, present in _FONTS.items():
            self.set_value(r"HKCU\Software\Wine\Fonts\Replacements", font, present)
        self.wait()

    def set_value(self, key: str, name: str, value: str) -> None:
        """Set a text in the registry."""
        self.run("reg", "add", key, "/v", name, "/t", "REG_SZ", "/d", value, "/f", check=True)

    def run(
        self,
        program: str | Path,
        *arguments: str | Path,
        given: bytes = b"",
        timeout: float = 200,
        check: bool = False,
        cwd: Path | None = None,
        **more: str,
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a Windows program to its end, with pipes: with files Windows' Python does not start.

        Ends with the program, not with its pipes: wine starts its desktop with those of the first program
        that needs one, and the desktop stays.
        """
        command = [
            "wine",
            str(program),
            *(self.path(part) if isinstance(part, Path) else part for part in arguments),
        ]
        until = time.monotonic() + timeout
        found: dict[int, bytearray] = {}
        with (
            selectors.DefaultSelector() as pipes,
            subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=cwd,
                env={**self.environment, **more},
            ) as process,
        ):
            assert process.stdin is not None
            assert process.stdout is not None
            assert process.stderr is not None
            outputs = process.stdout.fileno(), process.stderr.fileno()
            for each in outputs:
                found[each] = bytearray()
                pipes.register(each, selectors.EVENT_READ)
            with suppress(BrokenPipeError):
                process.stdin.write(given)
                process.stdin.close()
            while pipes.get_map():
                ended = process.poll() is not None
                ready = pipes.select(0.1)
                if ended and not ready:
                    break
                if time.monotonic() > until:
                    process.kill()
                    raise subprocess.TimeoutExpired(command, timeout)
                for key, _events in ready:
                    part = os.read(key.fd, 65_536)
                    found[key.fd] += part
                    if not part:
                        pipes.unregister(key.fd)
            code = process.wait(max(1.0, until - time.monotonic()))
        done = subprocess.CompletedProcess(command, code, *(bytes(found[each]) for each in outputs))
        if check:
            done.check_returncode()
        return done

    @staticmethod
    def path(path: Path) -> str:
        """A path of this machine as Windows programs see it."""
        return "Z:" + str(path.resolve()).replace("/", "\\")

    def wait(self) -> None:
        """Wait until all programs of the prefix have ended, and what they wrote is on disk."""
        subprocess.run(["wineserver", "-w"], env=self.environment, check=False, timeout=60)

    def stop(self) -> None:
        """End whatever still runs in the prefix."""
        subprocess.run(["wineserver", "-k"], env=self.environment, check=False, timeout=60)


@contextmanager
def wine(prefix: Path = WORK / "prefix", person: str = "builder") -> Iterator[Wine]:
    """A fresh prefix on a virtual screen with a window manager: without one closing a dialog takes 2 s.

    `person`: who uses Windows, and the name of that profile's folder.
    """
    with PrivateSession() as session:
        session.start_screen()
        made = Wine(prefix, {**os.environ, **session.environment, "USER": person})
        try:
            made.start()
            yield made
        finally:
            made.stop()


def missing_tools(names: Sequence[str]) -> list[str]:
    """Those of the named programs that this machine lacks."""
    return [name for name in names if shutil.which(name) is None]
