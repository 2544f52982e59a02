"""Installs the servers into the project's cache and runs them; errors name what is missing."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
CACHE = Path(__file__).resolve().parents[3] / ".cache" / "scim-servers"
DJANGO = ("django==5.2.19", "django-scim2==0.23.0")
NODE_LINE = "20.18.1"


class ServerMissingError(AssertionError):
    """A server could not be installed or started; the text says which and why."""


def _run(command: list[str], folder: Path, what: str) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=240, check=False)
    if done.returncode:
        raise ServerMissingError(f"{what} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def node() -> str:
    """Node.js: the system's, or one in the cache (nodeenv is among the locked tools)."""
    found = shutil.which("node")
    if found and shutil.which("npm"):
        return found
    own = CACHE / "nodejs"
    if not (own / "bin" / "node").exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        _run(
            [sys.executable, "-m", "nodeenv", "--prebuilt", f"--node={NODE_LINE}", str(own)],
            CACHE,
            "Node.js is missing (Debian: apt-get install nodejs npm), and installing it with nodeenv",
        )
    os.environ["PATH"] = f"{own / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return str(own / "bin" / "node")


def scimmy_folder() -> Path:
    """A folder with SCIMMY and its server script."""
    folder = CACHE / "scimmy"
    folder.mkdir(parents=True, exist_ok=True)
    wanted = (HERE / "package.json").read_text()
    node()
    marker = folder / "installed.json"
    if not marker.exists() or marker.read_text() != wanted:
        (folder / "package.json").write_text(wanted)
        npm = shutil.which("npm")
        if npm is None:
            raise ServerMissingError("npm is missing (Debian: apt-get install npm)")
        _run(
            [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts"], folder, "npm install of SCIMMY"
        )
        marker.write_text(wanted)
    shutil.copy(HERE / "scimmy_server.mjs", folder)
    return folder


def django_folder() -> Path:
    """A folder with Django and django-scim2, separate from the project's own environment."""
    folder = CACHE / f"django-{sys.version_info.major}.{sys.version_info.minor}"
    marker = folder / "installed"
    if not marker.exists() or marker.read_text() != " ".join(DJANGO):
        folder.mkdir(parents=True, exist_ok=True)
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--upgrade", "--target", str(folder)]
        _run([*pip, *DJANGO], folder, "pip install of django-scim2")
        marker.write_text(" ".join(DJANGO))
    return folder


@contextlib.contextmanager
def scim2_server(key: str, fault: str = "") -> Iterator[int]:
    """Yaal's scim2-server on a loopback port."""
    port = free_port()
    environment = {"KEY": key, "FAULT": fault, "PORT": str(port)}
    with _process([sys.executable, str(HERE / "yaal_server.py")], port, environment, "scim2-server"):
        yield port


@contextlib.contextmanager
def scimmy(key: str, fault: str = "") -> Iterator[int]:
    """SCIMMY on Express on a loopback port."""
    port, folder = free_port(), scimmy_folder()
    command = [node(), str(folder / "scimmy_server.mjs")]
    with _process(command, port, {"KEY": key, "FAULT": fault, "PORT": str(port)}, "SCIMMY"):
        yield port


@contextlib.contextmanager
def django_scim(key: str, fault: str = "") -> Iterator[int]:
    """django-scim2 on a loopback port."""
    port, folder = free_port(), django_folder()
    environment = {"KEY": key, "FAULT": fault, "PORT": str(port), "PYTHONPATH": str(folder)}
    with _process([sys.executable, str(HERE / "django_server.py")], port, environment, "django-scim2"):
        yield port


def free_port() -> int:
    """A port that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _process(command: list[str], port: int, environment: dict[str, str], name: str) -> Iterator[None]:
    log = CACHE / f"{name}-{port}.log"
    CACHE.mkdir(parents=True, exist_ok=True)
    with log.open("w+") as output:
        process = subprocess.Popen(
            command, env={**os.environ, **environment}, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            _wait(process, port, name, log)
            yield
        finally:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    log.unlink()


def _wait(process: subprocess.Popen[bytes], port: int, name: str, log: Path) -> None:
    for _attempt in range(300):
        if process.poll() is not None:
            raise ServerMissingError(f"{name} ended at once:\n{log.read_text()[-2000:]}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise ServerMissingError(f"{name} did not open its port:\n{log.read_text()[-2000:]}")
