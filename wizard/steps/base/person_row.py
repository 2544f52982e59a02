"""A person as lists and previews show them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person to preview."""

    id: str
    name: str
    detail: str
