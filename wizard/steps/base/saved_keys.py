"""Which keys were saved in Entra from this computer, when and by which account, as the journal has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from wizard.setup import Operation, OperationState
from wizard.steps.base.settings_saving import SAVE


@dataclass(frozen=True, slots=True)
class SavedKey:
    """One saving of another key than before. Entra never shows a key, so this is all that is known."""

    mark: str
    """The key's fingerprint."""
    at: datetime
    account: str
    """Who was signed in."""
    certain: bool = True
    """False: the answer never came, so Entra may have kept the key before it."""


def saved_keys(rows: Sequence[Operation], application_id: str) -> tuple[SavedKey, ...]:
    """The keys of an application, newest first. `rows` is the journal, newest first."""
    found: list[SavedKey] = []
    mark = ""
    for row in reversed(rows):
        now = str(row.new.get("key_mark") or "")
        if (row.kind, row.subject) != (SAVE, application_id) or row.state is OperationState.REFUSED:
            continue
        certain = row.state is OperationState.DONE
        if now and (now != mark or (certain and not found[-1].certain)):
            if found and found[-1].mark == now:
                found.pop()  # repeated after an interruption
            found.append(SavedKey(now, row.ended or row.began, row.account, certain))
        mark = now or mark
    return tuple(reversed(found))


def key_in_entra(rows: Sequence[Operation], application_id: str, mark: str) -> SavedKey | None:
    """How the key that is saved now came into Entra; None: it was not saved from this computer.

    `mark` is the fingerprint of the key last saved from here, as the profile has it.
    """
    newest = next(iter(saved_keys(rows, application_id)), None)
    return newest if newest is not None and newest.certain and newest.mark == mark else None
