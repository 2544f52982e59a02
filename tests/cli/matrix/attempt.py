"""One run of a subcommand in a damaged world: what is given to it, and how it ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from tests.cli.matrix.commands import Command
from tests.cli.one_reading import Between
from tests.cli.programs import ROOT, Programs
from tests.connection.lab.authority import Authority

BOUND = 300.0
"""Seconds after which a run hangs, whatever it waits for: a Graph that never answers is asked twice for a
minute, and then for half a minute by each reading that goes on."""
_WHILE_SERVING = 8.0  # seconds until a serving program, whose line nobody can read, is stopped
PROBLEMS = frozenset({0, 1, 2, 3})
STOPPED = frozenset({4})


@dataclass
class Attempt:
    """A run that is prepared: a damage changes it, or the files that it names."""

    command: Command
    places: dict[str, Path]
    env: dict[str, str]
    known: str = ""
    """The sign-in name of somebody who is not assigned."""
    more: list[str | bytes] = field(default_factory=list)
    """Arguments behind all others."""
    instead: list[str | bytes] | None = None
    """Arguments instead of the subcommand's own."""
    stdin: bytes | None = b""
    """None: closed."""
    stdout: str = "read"
    """"read", "closed", "full" (a device without space), "gone" (a pipe that nobody reads), "terminal"."""
    stderr: str = "read"
    umask: int = 0o022
    signal: tuple[int, float] | None = None
    """Sent after so many seconds."""
    codes: frozenset[int] = PROBLEMS
    named: str = ""
    """What must be said; with it, success is silent."""
    beside: ExitStack = field(default_factory=ExitStack)
    """What goes on as long as the program runs."""
    checks: list[Callable[[], str]] = field(default_factory=list)
    """What is looked at afterwards; each returns what is wrong, or nothing."""
    cwd: Path = ROOT
    middle: Between | None = None
    """What stands between the program and the tenant of the place "odd"."""
    lab: Authority | None = None
    """What the line of that place trusts."""
    fresh: bool = False
    """Whether it must be started instead of forked: the damage matters before or while it loads."""

    @property
    def may_fork(self) -> bool:
        """Whether a fork of a process that has the modules loaded shows the same."""
        fresh = self.fresh or self.command.name == "practice serve"  # stopped by a signal
        fresh = fresh or self.stdout == "terminal"
        return not fresh and not any(isinstance(each, bytes) for each in self.arguments())

    def arguments(self) -> list[str | bytes]:
        """What the program is called with."""
        if self.instead is not None:
            return [*self.instead, *self.more]
        filled = [each.format(**self.places, known=self.known) for each in self.command.arguments]
        return [*self.command.name.split(), *filled, *self.more]


@dataclass(frozen=True)
class Ended:
    """How a run ended; `code` is None for one that did not end in time."""

    code: int | None
    out: str
    err: str
    seconds: float


def run(attempt: Attempt, programs: Programs | None) -> Ended:
    """Run the program as a process of its own; as a fork where that is the same."""
    if programs is not None and attempt.may_fork:
        return _fork(attempt, programs)
    return _start(attempt)


def _fork(attempt: Attempt, programs: Programs) -> Ended:
    began = time.monotonic()
    code: int | None = None
    with TemporaryFile() as given, TemporaryFile() as out, TemporaryFile() as err, attempt.beside:
        given.write(attempt.stdin or b"")
        given.seek(0)
        words = [os.fsdecode(each) for each in attempt.arguments()]
        with programs.started(words, given, out, err, cwd=attempt.cwd) as running:
            over = threading.Event()

            def kill() -> None:
                if not over.wait(BOUND):
                    running.send(signal.SIGKILL)

            killing = threading.Thread(target=kill)
            killing.start()
            code = running.wait()
            over.set()
            killing.join()
        return Ended(
            None if code == -signal.SIGKILL else code, _text(out), _text(err), time.monotonic() - began
        )


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "backslashreplace")


def _start(attempt: Attempt) -> Ended:
    began = time.monotonic()
    with ExitStack() as stack, attempt.beside, ExitStack() as streams:
        out, err = (stack.enter_context(TemporaryFile()) for _each in range(2))
        given = stack.enter_context(TemporaryFile())
        given.write(attempt.stdin or b"")
        given.seek(0)
        closed = [
            number
            for number, how in enumerate(
                ("closed" if attempt.stdin is None else "", attempt.stdout, attempt.stderr)
            )
            if how == "closed"
        ]

        def prepare() -> None:
            os.umask(attempt.umask)
            for number in closed:
                os.close(number)

        process = subprocess.Popen(
            [sys.executable, "-m", "wizard", *attempt.arguments()],
            cwd=attempt.cwd,
            stdin=given,
            stdout=_stream(attempt.stdout, out, streams),
            stderr=_stream(attempt.stderr, err, streams),
            env={"PYTHONPATH": str(ROOT), **attempt.env},
            preexec_fn=prepare,
            start_new_session=True,
        )
        over = threading.Event()
        sending = _signals(attempt, process, out, over)
        try:
            code: int | None = process.wait(BOUND)
        except subprocess.TimeoutExpired:
            code = None
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        finally:
            over.set()
            sending.join()
        streams.close()
        seconds = time.monotonic() - began
        return Ended(code, _text(out), _text(err), seconds)


def _stream(how: str, read: IO[bytes], stack: ExitStack) -> IO[bytes] | int:
    if how == "full":
        return stack.enter_context(Path("/dev/full").open("wb"))
    if how == "terminal":
        return stack.enter_context(_terminal(read))
    if how == "gone":
        reading, writing = os.pipe()
        os.close(reading)
        stack.callback(os.close, writing)
        return writing
    return read


@contextmanager
def _terminal(read: IO[bytes]) -> Iterator[int]:
    """A terminal; what it gets is kept in `read`."""
    ours, theirs = os.openpty()

    def copy() -> None:
        with suppress(OSError):  # all other ends are closed
            while data := os.read(ours, 65536):
                os.write(read.fileno(), data)

    copying = threading.Thread(target=copy)
    copying.start()
    try:
        yield theirs
    finally:
        os.close(theirs)
        copying.join()
        os.close(ours)


def _signals(
    attempt: Attempt, process: subprocess.Popen[bytes], out: IO[bytes], over: threading.Event
) -> threading.Thread:
    """Sends the signal of the attempt; a program that serves is stopped as a person would."""
    serves = attempt.command.name == "practice serve"

    def send() -> None:
        if attempt.signal is not None:
            number, after = attempt.signal
            if not over.wait(after):
                process.send_signal(number)
        elif serves:
            readable = attempt.stdout == "read"
            until = time.monotonic() + (BOUND * 0.75 if readable else _WHILE_SERVING)
            while time.monotonic() < until and not os.fstat(out.fileno()).st_size:
                if over.wait(0.05):
                    return
            process.send_signal(signal.SIGINT)

    thread = threading.Thread(target=send)
    thread.start()
    return thread
