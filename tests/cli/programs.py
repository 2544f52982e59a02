"""Starts the program, as a process of its own or as a fork of one that has its modules loaded."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
_PATIENCE = 330.0  # seconds; more than any run may take
_CHANGES = ("PYTEST_CURRENT_TEST",)
"""Variables that differ in every test and mean nothing to the program."""

Finished = tuple[int, bytes, bytes]
"""Exit code, standard output, standard error."""


def settings() -> dict[str, str]:
    """The environment, as far as the program may care."""
    return {name: value for name, value in os.environ.items() if name not in _CHANGES}


def run_process(arguments: Sequence[str | bytes], stdin: bytes, env: Mapping[str, str]) -> Finished:
    """Run the program in a process of its own, with these variables too."""
    done = subprocess.run(
        [sys.executable, "-m", "wizard", *arguments],
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        timeout=_PATIENCE,
        env={**os.environ, "PYTHONWARNINGS": "ignore", **env},
    )
    return done.returncode, done.stdout, done.stderr


@contextmanager
def read_process(arguments: Sequence[str]) -> Iterator[IO[str]]:
    """What the program says, in a process of its own, which is ended when the block is left."""
    command = [sys.executable, "-m", "wizard", *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout
        finally:
            process.terminate()
            process.wait(30)


class Programs:
    """Runs of the program that are forks of one process."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._settings = settings()

    def fits(self) -> bool:
        """Whether the environment is the one in which the modules were loaded."""
        return settings() == self._settings

    def run(self, arguments: Sequence[str], stdin: bytes, encoding: str) -> Finished:
        """Run the program to its end; `encoding` is that of its streams."""
        with TemporaryFile() as given, TemporaryFile() as out, TemporaryFile() as err:
            given.write(stdin)
            given.seek(0)
            with self.started(arguments, given, out, err, encoding) as running:
                code = running.wait()
            out.seek(0)
            err.seek(0)
            return code, out.read(), err.read()

    @contextmanager
    def read(self, arguments: Sequence[str]) -> Iterator[IO[str]]:
        """What the program says; it is ended when the block is left."""
        reading, writing = os.pipe()
        with ExitStack() as stack:
            told = stack.enter_context(os.fdopen(reading, encoding="utf-8"))
            given = stack.enter_context(TemporaryFile())
            err = stack.enter_context(os.fdopen(2, "wb", closefd=False))
            with os.fdopen(writing, "wb") as out:
                stack.enter_context(self.started(arguments, given, out, err))
            yield told

    @contextmanager
    def started(
        self,
        arguments: Sequence[str],
        given: IO[bytes],
        out: IO[bytes],
        err: IO[bytes],
        encoding: str = "utf-8",
        cwd: Path = ROOT,
    ) -> Iterator[Running]:
        """A program that runs; it is ended when the block is left."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(_PATIENCE)
            connection.connect(self._address)
            request = {"arguments": list(arguments), "cwd": str(cwd), "encoding": encoding}
            socket.send_fds(
                connection, [json.dumps(request).encode()], [each.fileno() for each in (given, out, err)]
            )
            with connection.makefile("r") as answers:
                running = Running(answers, int(answers.readline()))
                try:
                    yield running
                finally:
                    running.end()


class Running:
    """A process of the program."""

    def __init__(self, answers: IO[str], process: int) -> None:
        self._answers = answers
        self._process = process
        self._code: int | None = None

    def wait(self) -> int:
        """Its exit code, or minus the number of the signal that ended it."""
        if self._code is None:
            self._code = int(self._answers.readline())
        return self._code

    def send(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        with suppress(ProcessLookupError):
            os.kill(self._process, number)

    def end(self) -> None:
        """Terminate it, unless it has ended."""
        if self._code is None:
            with suppress(ProcessLookupError):
                os.kill(self._process, signal.SIGTERM)
            self.wait()


@contextmanager
def program_server(
    env: Mapping[str, str] | None = None, *, module: str = "tests.cli.program_server"
) -> Iterator[Programs]:
    """A process that forks the program; `env` is another environment than this process has, `module`
    what listens.
    """
    with TemporaryDirectory() as folder:
        address = str(Path(folder, "programs"))
        command = [sys.executable, "-W", "ignore", "-m", module, address]
        with subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, start_new_session=True, env=env
        ) as process:
            try:
                assert process.stdout is not None
                assert process.stdout.readline() == b"ready\n"
                yield Programs(address)
            finally:
                os.killpg(process.pid, signal.SIGKILL)
