"""Every state a step's view can be in, one change at a time: made from the types of its fields, so that a
new field is covered as soon as it exists.
"""

from __future__ import annotations

import builtins
import enum
import sys
import types
import typing
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

WORDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("TurnOnView", "job_state"): ("none", "off", "on", "quarantine"),
    ("MonitorView", "code"): ("", "Active", "Paused", "Quarantine"),
}
"""Fields that are texts of a few known values."""


def variants(view: Any) -> Iterator[tuple[str, Any]]:
    """The view with one field changed, and what was changed."""
    names = _Names(vars(sys.modules[type(view).__module__]))
    hints = typing.get_type_hints(type(view), localns=names)
    for field in fields(view):
        for value in _others(hints[field.name], getattr(view, field.name), type(view).__name__, field.name):
            yield f"{field.name}={value!r:.40}", replace(view, **{field.name: value})


class _Names(dict[str, Any]):
    """The names of a module; one that it imports for type checking alone stands for any object."""

    def __missing__(self, name: str) -> Any:
        return getattr(builtins, name, _Anything)


class _Anything:
    """Also stands for a type with parameters, such as `Mapping[str, object]`."""

    def __class_getitem__(cls, _parameters: object) -> type[_Anything]:
        return cls


def _others(hint: Any, now: Any, view: str, name: str) -> Iterator[Any]:
    known: tuple[Any, ...] = WORDS.get((view, name), ())
    options = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    if bool in options:
        known = (True, False)
    if type(None) in options:
        known = (*known, None)
    for option in options:
        if isinstance(option, type) and issubclass(option, enum.Enum):
            known = (*known, *option)
        if typing.get_origin(option) is tuple:
            known = (*known, ())
    yield from (value for value in known if value != now)
