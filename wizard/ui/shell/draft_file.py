"""The file of everything that was typed, selected or drafted and not saved: one value for each name.

It is private, replaced as a whole, and bounded. Version 1 had texts alone: `{setup: {name: text}}`.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from wizard.own_files import read_file, set_aside

FILE = "typed.json"
VERSION = 2
MOST = 8 * 1024 * 1024  # bytes of the file
LONGEST = 2 * 1024 * 1024  # characters of one value
_GUID = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", re.IGNORECASE)
_SECRET_LENGTH, _TOKEN_LENGTH = 20, 60  # from which on a word may be a key, or a token with dots
_OUTSIDE = re.compile(r"[^A-Za-z0-9+/=_-]+")
_IDENTIFIER = re.compile(r"[A-Za-z]?[a-z]+(?:[A-Z][a-z]+)*\d{0,2}")  # such as extensionAttribute15
Values = dict[str, dict[str, Any]]


def may_be_secret(text: str) -> bool:
    """Whether a word of this text could be a key or a token that was pasted into the wrong field."""
    for word in text.split():
        address = "@" in word or "://" in word or _GUID.fullmatch(word) is not None
        if not address and len(word) >= (_TOKEN_LENGTH if "." in word else _SECRET_LENGTH):
            return True
    return False


def may_hold_secret(value: object) -> bool:
    """The same for a drafted value, which is full of names of attributes, addresses and ids."""
    if isinstance(value, dict):
        return any(may_hold_secret(each) for each in (*value.keys(), *value.values()))
    if isinstance(value, list | tuple):
        return any(may_hold_secret(each) for each in value)
    if not isinstance(value, str):
        return False
    return any(
        len(word) >= _SECRET_LENGTH and not _GUID.fullmatch(word) and not _is_identifier(word)
        for word in _OUTSIDE.split(value)
    )


def _is_identifier(word: str) -> bool:
    return all(_IDENTIFIER.fullmatch(part) for part in re.split(r"[_/-]", word) if part)


def is_too_large(value: object) -> bool:
    """Whether a value is longer than one may be."""
    return len(json.dumps(value, ensure_ascii=False)) > LONGEST


class DraftFile:
    """Reads and writes the file of one data folder."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self.values: Values = {}
        self.aside: Path | None = None
        """Where a damaged file lies now; None: the file was in order, or none was there."""
        self.unreadable = ""
        """The system's reason why the file could not be read or set aside; nothing is written then."""
        try:
            self.values = _read(self.path)
        except FileNotFoundError:
            return
        except (OSError, ValueError, RecursionError) as error:
            self._set_aside(error)

    def write(self) -> bool:
        """Replace the file; False where that is not possible or it would be too large."""
        from wizard.setup.files import write_atomically  # not before the first paint

        if self.unreadable:
            return False
        content = json.dumps({"version": VERSION, "setups": self.values}, ensure_ascii=False).encode(
            "utf-8", "replace"
        )
        if len(content) > MOST:
            return False
        try:
            write_atomically(self.path, content)
        except OSError:
            return False
        return True

    def _set_aside(self, error: Exception) -> None:
        try:
            self.aside = set_aside(self.path)
        except OSError:
            self.unreadable = (error.strerror if isinstance(error, OSError) else "") or str(error)


def _read(path: Path) -> Values:
    """The values in the file; raises `OSError`, also for a file that is too large, or `ValueError`."""
    parsed = json.loads(read_file(path, MOST))
    if not isinstance(parsed, dict):
        raise ValueError(FILE)  # noqa: TRY004 - damage of a file, like any other
    setups = parsed
    if "version" in parsed:
        if parsed["version"] != VERSION or not isinstance(parsed.get("setups"), dict):
            raise ValueError(FILE)
        setups = parsed["setups"]
    if not all(isinstance(values, dict) for values in setups.values()):
        raise ValueError(FILE)
    return {
        setup: {name: value for name, value in values.items() if not _unfit(value)}
        for setup, values in setups.items()
    }


def _unfit(value: object) -> bool:
    return may_be_secret(value) if isinstance(value, str) else may_hold_secret(value)
