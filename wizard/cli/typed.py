"""What is typed or piped into standard input: the key, and answers to questions."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from pydantic import SecretStr

from wizard.cli.output import ask, tell
from wizard.messages import _
from wizard.problem import Problem, ProblemError
from wizard.security import redactor
from wizard.threads import in_daemon_thread

_LONGEST_KEY = 10_000
_LONGEST_ANSWER = 100


async def read_key() -> SecretStr:
    """The key from the first line of standard input; raises `key_empty`."""
    with _key_awaited():
        line = (await in_daemon_thread(sys.stdin.readline, _LONGEST_KEY)).strip()
    if not line:
        raise ProblemError(Problem("key_empty", field="key"))
    redactor.remember(line)
    return SecretStr(line)


async def read_fields(names: Sequence[str]) -> dict[str, SecretStr]:
    """Secret values by name, each from a further line of standard input.

    Raises `connection_field_empty`.
    """
    found: dict[str, SecretStr] = {}
    for name in names:
        with _key_awaited(name):
            line = (await in_daemon_thread(sys.stdin.readline, _LONGEST_KEY)).strip()
        if not line:
            raise ProblemError(Problem("connection_field_empty", {"name": name}))
        redactor.remember(line)
        found[name] = SecretStr(line)
    return found


async def read_key_as_it_is() -> SecretStr:
    """The key with all that stands around it, which the connection test judges; "" is a key, too."""
    with _key_awaited() as one_line:
        read = sys.stdin.readline if one_line else sys.stdin.read
        text = await in_daemon_thread(read, _LONGEST_KEY)
    # The line break at the end comes from the pipe, not from the key.
    return SecretStr(text.removesuffix("\n").removesuffix("\r"))


async def typed_answer(question: str) -> str:
    """The answer to a question, in small letters."""
    ask(question)
    line = await in_daemon_thread(sys.stdin.readline, _LONGEST_ANSWER)
    return str(line).strip().casefold()


async def says_yes(question: str) -> bool:
    """Whether the question is answered with yes."""
    return await typed_answer(question) in ("yes", "y", _("yes").casefold())


@contextmanager
def _key_awaited(field: str = "") -> Iterator[bool]:
    """Say at a terminal what is awaited, and hide what is typed. The value: whether it is a terminal.

    `field` names another secret than the key.
    """
    if not sys.stdin.isatty():
        yield False
        return
    if field:
        tell(_("Paste the value of {name} and press Enter. It is not shown.").format(name=field))
    else:
        tell(_("Paste the Playvox key and press Enter. The key is not shown."))
    if sys.platform == "win32":
        yield True
        return
    from wizard.cli import terminal_posix

    with terminal_posix.without_echo(sys.stdin):
        yield True
