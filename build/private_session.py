"""A private desktop session: home, D-Bus, unlocked keyring, and a screen with a window manager.

Tests, the tour without a display and the test of a frozen program run inside it, so that no data of the
user of this machine is read or written. Linux only, standard library only.
`python3 -m build.private_session [--screen] COMMAND …` runs one command inside.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

KEYRING_PASSWORD = b"rehearsal"  # protects a keyring that exists for one run in a temporary folder
SCREEN_SIZE = (1600, 1200)  # pixels
_PATIENCE = 20.0  # seconds until a daemon is ready on a busy machine
_NEEDED = {"bus": "dbus-daemon", "keyring": "gnome-keyring-daemon", "screen": "Xvfb", "windows": "openbox"}


class SessionError(Exception):
    """A part of the private session is missing or did not start."""


class PrivateSession:
    """Starts the requested parts; leaving the context stops them and removes its folder.

    `environment` is complete from the beginning: the bus address is decided before the bus runs, so a
    process that never needs the keyring costs nothing.
    """

    def __init__(self) -> None:
        # Deliberately short: a Unix socket path is limited to 107 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="playvox-"))
        self.environment = self._lay_out()
        self._daemons: list[subprocess.Popen[bytes]] = []
        self.keyring_daemon: subprocess.Popen[bytes]
        """gnome-keyring's process; there is none before `start_keyring`."""
        self._keyring_runs = False
        self._screen_runs = False

    def __enter__(self) -> PrivateSession:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def keyring_folder(self) -> Path:
        """Where gnome-keyring keeps its (encrypted) file: the only place for a saved secret."""
        return self.folder / "data" / "keyrings"

    def start_keyring(self) -> None:
        """D-Bus with an unlocked, empty gnome-keyring; does nothing when it is running."""
        if self._keyring_runs:
            return
        address = self.environment["DBUS_SESSION_BUS_ADDRESS"]
        self._spawn([_tool("bus"), "--session", "--nofork", "--nopidfile", f"--address={address}"])
        self._wait(lambda: (self.folder / "runtime" / "bus").exists(), "D-Bus")
        keyring = self._spawn(
            [_tool("keyring"), "--foreground", "--unlock", "--components=secrets"], feed=True
        )
        self.keyring_daemon = keyring
        if keyring.stdin is not None:
            keyring.stdin.write(KEYRING_PASSWORD)
            keyring.stdin.close()
        self._wait(self._keyring_answers, "gnome-keyring")
        self._keyring_runs = True

    def start_screen(self, size: tuple[int, int] = SCREEN_SIZE) -> None:
        """Xvfb of this size in pixels, with a window manager; sets DISPLAY in `environment`."""
        if self._screen_runs:
            return
        reader, writer = os.pipe()
        command = [
            _tool("screen"),
            "-displayfd",
            str(writer),
            "-screen",
            "0",
            f"{size[0]}x{size[1]}x24",
            "-nolisten",
            "tcp",
        ]
        self._spawn([*command, "-noreset"], keep=(writer,))
        os.close(writer)
        with os.fdopen(reader, "rb") as pipe:
            number = pipe.readline().strip().decode()
        if not number:
            raise SessionError("Xvfb did not start")
        self.environment["DISPLAY"] = f":{number}"
        ready = self.folder / "window-manager-ready"
        self._spawn([_tool("windows"), "--startup", f"touch {ready}"])
        self._wait(ready.exists, "openbox")
        self._screen_runs = True

    def stop(self) -> None:
        """End all daemons, last started first, and remove the folder."""
        for daemon in reversed(self._daemons):
            daemon.terminate()
            try:
                daemon.wait(5)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()
        self._daemons.clear()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _lay_out(self) -> dict[str, str]:
        environment = {
            name: value
            for name, value in os.environ.items()
            if name
            not in {"DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "PYTHON_KEYRING_BACKEND", "SSH_AUTH_SOCK"}
        }
        folders = {
            "HOME": "home",
            "XDG_CONFIG_HOME": "config",
            "XDG_DATA_HOME": "data",
            "XDG_CACHE_HOME": "cache",
            "XDG_STATE_HOME": "state",
            "XDG_RUNTIME_DIR": "runtime",
            "TMPDIR": "tmp",
        }
        for name, folder in folders.items():
            path = self.folder / folder
            path.mkdir(mode=0o700)
            environment[name] = str(path)
        environment["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={self.folder}/runtime/bus"
        environment.setdefault("LANG", "C.UTF-8")
        environment["NO_AT_BRIDGE"] = "1"
        return environment

    def _spawn(
        self, command: list[str], *, feed: bool = False, keep: Sequence[int] = ()
    ) -> subprocess.Popen[bytes]:
        if setpriv := shutil.which("setpriv"):
            command = [setpriv, "--pdeathsig", "TERM", *command]  # no daemon is left after a killed run
        log = (self.folder / "daemons.log").open("ab")
        with log:
            daemon = subprocess.Popen(
                command,
                env=self.environment,
                stdin=subprocess.PIPE if feed else subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=tuple(keep),
            )
        self._daemons.append(daemon)
        return daemon

    def _keyring_answers(self) -> bool:
        # Check that it is running first: calling a missing service would start a second, locked one.
        owner = self._ask(
            "/org/freedesktop/DBus", "org.freedesktop.DBus.NameHasOwner", "org.freedesktop.secrets"
        )
        if "true" not in owner:
            return False
        alias = self._ask("/org/freedesktop/secrets", "org.freedesktop.Secret.Service.ReadAlias", "default")
        return "/collection/" in alias

    def _ask(self, path: str, method: str, text: str) -> str:
        service = "org.freedesktop.secrets" if "secrets" in path else "org.freedesktop.DBus"
        call = [
            "dbus-send",
            "--session",
            "--print-reply=literal",
            f"--dest={service}",
            path,
            method,
            f"string:{text}",
        ]
        answer = subprocess.run(call, env=self.environment, capture_output=True, text=True, check=False)
        return answer.stdout

    def _wait(self, ready: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + _PATIENCE
        while not ready():
            if time.monotonic() > deadline or self._daemons[-1].poll() is not None:
                log = (self.folder / "daemons.log").read_text(encoding="utf-8", errors="replace")
                raise SessionError(f"{what} did not start:\n{log[-2000:]}")
            time.sleep(0.02)


def _tool(part: str) -> str:
    path = shutil.which(_NEEDED[part])
    if path is None:
        raise SessionError(
            f"{_NEEDED[part]} is missing; `make test` installs it (as root) or names its package"
        )
    return path


def main(arguments: list[str]) -> int:
    """Run one command inside a private session; returns its exit code."""
    screen = arguments[:1] == ["--screen"]
    command = arguments[1:] if screen else arguments
    if not command:
        sys.exit("usage: python3 -m build.private_session [--screen] COMMAND …")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # exit through `stop`
    with PrivateSession() as session:
        session.start_keyring()
        if screen:
            session.start_screen()
        return subprocess.run(command, env=session.environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
