"""Which log entries were chosen, as the program keeps it until the next start."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wizard.steps.logs.view import LogChoice


def chosen_entries(choice: LogChoice) -> dict[str, Any] | None:
    """The choice as JSON; None: every entry, in the usual order."""
    return None if choice == type(choice)() else asdict(choice)


def read_chosen(value: object) -> LogChoice:
    """The choice that was kept; raises `ValueError` for what is none."""
    from wizard.steps.logs.view import LogChoice  # not before the first paint

    usual = LogChoice()
    if not isinstance(value, dict):
        raise ValueError("logs.choice")  # noqa: TRY004 - damage of a file, like any other
    known = {field.name: value.get(field.name, getattr(usual, field.name)) for field in fields(LogChoice)}
    for name, found in known.items():
        if type(found) is not type(getattr(usual, name)):
            raise ValueError(name)
    if known["times"] not in ("all", "day", "week", "month"):
        raise ValueError("times")
    return replace(usual, **known)
