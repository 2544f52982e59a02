"""Changes of several parts in a process of their own that ends at a chosen moment.

Keys are kept in a file in place of the keyring, which no test process shares: what counts is that they
are kept beyond the process, in the order in which the program keeps them.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from tests.steps.killing import KILLED, set_up
from wizard.entra import jobs
from wizard.entra.consistency import Bounds
from wizard.security.keyring_backend import VaultState
from wizard.security.vault import Combine, Saved, Vault
from wizard.setup import Journal
from wizard.steps import Assistant, PracticeLine, Services

Point = Callable[[], None]


class FileVault(Vault):
    """Keeps secrets in a file of the test."""

    def __init__(self, file: Path, namespace: str) -> None:
        super().__init__(namespace)
        self._file = file

    def _kept(self) -> dict[str, str]:
        found: dict[str, str] = json.loads(self._file.read_text()) if self._file.exists() else {}
        return found

    def _write(self, kept: dict[str, str]) -> None:
        aside = self._file.with_suffix(".new")
        aside.write_text(json.dumps(kept))
        aside.replace(self._file)

    async def save(self, name: str, secret: SecretStr, combine: Combine | None = None) -> Saved:
        self._write({**self._kept(), name: secret.get_secret_value()})
        return Saved("file")

    async def look(self, name: str) -> SecretStr | None:
        found = self._kept().get(name)
        return SecretStr(found) if found else None

    async def forget(self, name: str) -> None:
        self._write({kept: value for kept, value in self._kept().items() if kept != name})

    async def state(self) -> VaultState:
        return VaultState(available=True, backend_name="file")


def assistant_on(line: PracticeLine, folder: Path) -> Assistant:
    """An assistant whose keys are kept in a file of the folder."""

    async def launch() -> PracticeLine:
        return line

    folder.mkdir(parents=True, exist_ok=True)

    def vault(namespace: str) -> Vault:
        return FileVault(folder / "keys.json", namespace) if "/" in namespace else Vault(namespace)

    bounds = Bounds(lost_answer=2.0, interrupted=2.0)
    return Assistant(Services(folder, launch, bounds=bounds, vault=vault))


async def opened(line: PracticeLine, folder: Path) -> Assistant:
    """Signed in, with what is saved read."""
    assistant = assistant_on(line, folder)
    await assistant.before.choose_practice()
    await assistant.before.sign_in()
    await assistant.refresh()
    return assistant


async def rotate(assistant: Assistant, line: PracticeLine, person: str) -> None:
    """Replace the key by the practice tenant's other one, as in the window."""
    step = assistant.rotate
    await step.refresh()
    await step.paste(line.next_key)
    await step.choose_person(person)
    await step.rotate()


async def recover(assistant: Assistant, line: PracticeLine, _person: str) -> None:
    """End the quarantine with the practice tenant's other key."""
    step = assistant.recover
    await step.refresh()
    await step.paste(line.next_key)
    await step.recover()


async def relink(assistant: Assistant, _line: PracticeLine, person: str) -> None:
    """Have this person matched again."""
    await assistant.relink.relink(person)


SCRIPTS = {"rotate": rotate, "recover": recover, "relink": relink}


async def run_script(script: str, line: PracticeLine, folder: Path, person: str) -> None:
    """Run a script as in the window."""
    assistant = await opened(line, folder)
    try:
        await SCRIPTS[script](assistant, line, person)
    finally:
        await assistant.close()


def count_points(reach: Point) -> None:
    """Call `reach` before everything that lasts beyond the process: requests that change or test the key,
    records in the journal, changes of the kept keys. After one is before the next one.
    """

    def before(owner: Any, name: str) -> None:
        real = getattr(owner, name)

        def calling(*given: Any, **named: Any) -> Any:
            reach()
            return real(*given, **named)

        setattr(owner, name, calling)

    from wizard.entra.graph import Graph

    for owner, name in (
        (FileVault, "save"),
        (FileVault, "forget"),
        (Journal, "begin"),
        (Journal, "end"),
        (Journal, "sending"),
        (Journal, "answered"),
        (Graph, "put"),
        (jobs, "validate_saved"),
        (jobs, "provision_on_demand"),
        (jobs, "restart"),
        (jobs, "pause"),
        (jobs, "start"),
        (Graph, "delete"),
    ):
        before(owner, name)


def run_and_die(script: str, text: str, folder: Path, person: str, at: int, told: Path) -> None:
    """Entry point of such a process: ends at the point with this number; tells how many it reached."""
    reached = 0

    def reach() -> None:
        nonlocal reached
        reached += 1
        told.write_text(str(reached))
        if reached == at:
            os._exit(KILLED)

    count_points(reach)
    asyncio.run(run_script(script, PracticeLine.model_validate_json(text), folder, person))


def process(
    script: str, text: str, folder: Path, person: str, at: int, told: Path
) -> multiprocessing.Process:
    """A separate process; where the system can fork, it need not import everything again."""
    forks = "forkserver" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if forks else "spawn")
    if forks:
        context.set_forkserver_preload([__name__])
    return context.Process(target=run_and_die, args=(script, text, folder, person, at, told))  # type: ignore[return-value]


async def run(script: str, text: str, folder: Path, person: str, at: int) -> tuple[int | None, int]:
    """Run a script in another process that ends at that point; its exit code, and points reached."""
    told = folder.parent / f"{folder.name}.points"
    told.write_text("0")
    dying = process(script, text, folder, person, at, told)
    dying.start()
    await asyncio.to_thread(dying.join)
    return dying.exitcode, int(told.read_text())


async def ready(line: PracticeLine, folder: Path) -> None:
    """A setup whose key is kept, and whose scope has one person."""
    await set_up(line, folder)
    assistant = await opened(line, folder)
    await assistant.key.use_practice_key()
    await assistant.key.save()
    await assistant.close()
