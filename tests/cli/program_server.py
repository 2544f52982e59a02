"""The program with its modules loaded already: a run is a fork of this process instead of a new one.

Loading the modules takes most of a short run's processor time. A run still is a process of its own, with
its own streams, arguments, working folder and exit code. `python -m tests.cli.program_server SOCKET`
listens; a request is one JSON line with `arguments`, `cwd` and `encoding`, and the three standard streams.
Answers are two lines: the id of the process, and its exit code.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import signal
import socket
import sys
from typing import Any

import wizard.cli
import wizard.cli.flags
from tests.cli import code_pages
from wizard import stopping

_LIBRARIES = (
    "httpx", "msal", "cryptography.x509", "uvicorn", "starlette.applications", "rich.live",
    "rich_argparse", "filelock", "wizard.practice", "wizard.steps.assistant", "wizard.plan",
)  # fmt: skip
_STREAMS = 3
_STOPPING = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
_LINE = 1 << 20


def load_everything() -> None:
    """Load what subcommands load, except the keyring, which looks at the environment then."""
    for package in (wizard.cli, wizard.cli.flags):
        for module in pkgutil.iter_modules(package.__path__):
            importlib.import_module(f"{package.__name__}.{module.name}")
    for name in _LIBRARIES:
        importlib.import_module(name)


def main() -> int:
    """Listen until the end; in a forked process, the program's exit code."""
    load_everything()
    code_pages.register()
    gc.freeze()  # what is loaded is never collected, so forked processes keep sharing it
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # those who answer are not waited for
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(sys.argv[1])
        listener.listen(8)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while True:
            connection, _address = listener.accept()
            if os.fork() == 0:
                listener.close()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                return answer(connection)
            connection.close()


def answer(connection: socket.socket) -> int:
    """Run the program once and report; returns only in the program's own process."""
    text, streams, _flags, _address = socket.recv_fds(connection, _LINE, _STREAMS)
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)  # until the program can be stopped
    program = os.fork()
    if program == 0:
        connection.close()
        return run(json.loads(text), streams)
    connection.sendall(f"{program}\n".encode())
    _pid, status = os.waitpid(program, 0)
    connection.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)  # without what ends an interpreter: that is the program's part


def run(request: dict[str, Any], streams: list[int]) -> int:
    """The program with these arguments and streams."""
    from wizard.__main__ import main as program

    for place, stream in enumerate(streams):
        os.dup2(stream, place)
        os.close(stream)
    os.environ["PYTHONIOENCODING"] = encoding = request["encoding"]
    for place, name in enumerate(("stdin", "stdout", "stderr")):
        opened = os.fdopen(place, "w" if place else "r", encoding=encoding, closefd=False)
        setattr(sys, name, opened)
        setattr(sys, f"__{name}__", opened)
    os.chdir(request["cwd"])
    sys.argv = ["wizard", *request["arguments"]]
    stopping.at_once()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)
    return program()


if __name__ == "__main__":
    sys.exit(main())
