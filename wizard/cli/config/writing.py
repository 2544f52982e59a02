"""Writes a configuration as readable TOML: the same bytes for the same setup."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from wizard.cli.config.model import Config

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_PARTS = re.compile(r"""^\#[^\n]*|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\x00-\x7f]""", re.MULTILINE)
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_INDENT = "    "


def write_config(config: Config, notes: Sequence[str] = ()) -> str:
    """The file's text; settings that are not stated are left out. `notes` become comments at its top."""
    tables = as_data(config)
    parts = ["".join(f"# {line}\n" for note in notes for line in note.splitlines())] if notes else []
    parts += [
        f"[{name}]\n" + "".join(f"{_key(key)} = {_value(value)}\n" for key, value in table.items())
        for name, table in tables.items()
    ]
    return "\n".join(parts)


def as_data(config: Config) -> dict[str, Any]:
    """What the file states, table by table: the shortest form of each setting."""
    stated = config.model_dump(mode="json", exclude_none=True)
    tables = {name: dict(table) for name, table in stated.items() if table or name == "mappings"}
    people = tables.get("people", {})
    if "assign" in people:
        people["assign"] = [_short(each, "name") for each in people["assign"]]
    if "mappings" in tables:
        tables["mappings"] = {name: _mapping(each) for name, each in tables["mappings"].items()}
    return tables


def escaped(text: str) -> str:
    """A file's text in ASCII, with the same meaning.

    Texts between single quotation marks know no escapes and are written between double ones then.
    """
    return _PARTS.sub(_in_ascii, text)


def _in_ascii(found: re.Match[str]) -> str:
    part = found.group()
    if part.startswith("'") and not part.isascii():
        part = _quoted(part[1:-1])
    return "".join(letter if letter.isascii() else _escape(ord(letter)) for letter in part)


def _escape(number: int) -> str:
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


def _mapping(entry: Mapping[str, Any]) -> Any:
    return (
        "" if entry == {"remove": True} else _short(entry, "value") if entry.get("value") else dict(entry)
    )


def _short(entry: Mapping[str, Any], name: str) -> Any:
    """A table of one member as that member's text."""
    return entry[name] if list(entry) == [name] else dict(entry)


def _value(value: Any, depth: int = 0) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return (
            "{ " + ", ".join(f"{_key(key)} = {_value(each, depth)}" for key, each in value.items()) + " }"
        )
    if not value:
        return "[]"
    if all(isinstance(each, str) for each in value) and (depth or len(value) == 1):
        return "[" + ", ".join(_text(each) for each in value) + "]"
    inner = _INDENT * (depth + 1)
    lines = "".join(f"{inner}{_value(each, depth + 1)},\n" for each in value)
    return f"[\n{lines}{_INDENT * depth}]"


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _text(text: str) -> str:
    """Between single quotation marks where that saves escapes, else between double ones."""
    plain = "'" not in text and text.isprintable()
    return f"'{text}'" if plain and ('"' in text or "\\" in text) else _quoted(text)


def _quoted(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(letter) or _printable(letter) for letter in text) + '"'


def _printable(letter: str) -> str:
    return letter if letter.isprintable() else _escape(ord(letter))
