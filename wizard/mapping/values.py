"""The values of attributes and expressions, and how Entra writes them as text.

A value is None (the attribute is absent), a text, a whole number, a boolean, a moment in UTC, several
values in a list, a complex value in a dict, or `Dropped` when the expression says that nothing is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Dropped:
    """The expression excludes this attribute (or the whole person) from the flow."""

    whole_person: bool = False
    shown_as: str | None = None  # the bare word that asked for it, None for IgnoreFlowIfNullOrEmpty


@dataclass(frozen=True, slots=True)
class Unread:
    """Stands for the value of an attribute that was not read: unknown, which is not the same as null.

    Evaluation continues with `likely`; everything that depends on it is uncertain.
    """

    likely: Any = None


DROPPED = Dropped()
UNREAD = Unread()
Value: TypeAlias = "str | int | bool | datetime | Dropped | list[Any] | dict[str, Any] | None"
Person: TypeAlias = Mapping[str, Any]


def moment_text(moment: datetime) -> str:
    """`M/d/yyyy h:mm:ss tt`, the output of date functions (Entra docs, Now and CDate)."""
    half = "AM" if moment.hour < 12 else "PM"
    return (
        f"{moment.month}/{moment.day}/{moment.year:04d} "
        f"{moment.hour % 12 or 12}:{moment.minute:02d}:{moment.second:02d} {half}"
    )


def as_text(value: Any) -> str | None:
    """The value as one text; None stays None, booleans are `True` and `False`. A list gives its first."""
    if value is None or isinstance(value, str):
        return value
    if value is True:
        return "True"
    if value is False:
        return "False"
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, list):
        return as_text(value[0]) if value else None
    if isinstance(value, Dropped):
        return value.shown_as
    if isinstance(value, Unread):
        return None
    return str(value)


def kind_of(value: Any) -> str:
    """The value's kind: null, string, number, boolean, list, complex, ignored, ignored-object."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "number"
    if isinstance(value, list):
        return "list"
    if isinstance(value, dict):
        return "complex"
    if isinstance(value, Dropped):
        return "ignored-object" if value.whole_person else "ignored"
    return "string"


def plain(value: Any) -> Any:
    """The value for JSON and comparisons: moments and booleans as Entra writes them, numbers as
    numbers.
    """
    if isinstance(value, bool | datetime | float):
        return as_text(value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, Dropped):
        return value.shown_as
    return None if isinstance(value, Unread) else value


def known(person: Person) -> dict[str, Any]:
    """The attributes that were read."""
    return {name: value for name, value in person.items() if not isinstance(value, Unread)}


def is_empty(value: Any) -> bool:
    """Null, empty text, or an empty list."""
    return value is None or value == "" or value == []
