"""Checks of the values that would be sent for one person: empty, hidden characters, length, email."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import regex

from wizard.mapping.mapper import CompiledMapping
from wizard.mapping.values import Dropped
from wizard.plan.evaluation import Evaluated

EMAIL_LIMIT = 254
"""Characters of an email address: RFC 5321 section 4.5.3.1.3 allows 256 octets with the brackets."""
NAME_LIMIT = 256
"""Characters of a display name in Microsoft Graph. Playvox documents no limits of its own."""
LONGEST_SHOWN = 120  # characters of a value in a row
_JOINED_SCRIPTS = "".join(
    rf"\p{{{script}}}"
    for script in (
        *("Arabic", "Syriac", "Mongolian", "Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya"),
        *("Tamil", "Telugu", "Kannada", "Malayalam", "Sinhala"),
    )
)
_HIDDEN = regex.compile(
    # Zero-width joiners belong to the spelling of these scripts, the ideographic space to Japanese names.
    rf"(?<=[{_JOINED_SCRIPTS}])[\u200c\u200d](*SKIP)(*FAIL)"
    r"|[[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Zs}]--[\p{Variation_Selector} \u3000]]",
    regex.VERSION1,
)
_LETTERS = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = re.compile(rf"(?=[^@]{{1,64}}@){_LETTERS}+(?:\.{_LETTERS}+)*@(?:{_LABEL}\.)+(?!\d+$){_LABEL}")
"""RFC 5321 section 4.1.2 without quoted names and address literals, which mail systems hardly accept."""
_UNSAFE = '"%\\'
"""Unescaped in the search that the provisioning service sends (Microsoft's SCIM reference code)."""

Found = tuple[str, str, dict[str, str]]  # code, target attribute, facts of the row


@dataclass(frozen=True, slots=True)
class _Target:
    name: str
    text: bool
    email: bool
    required: bool
    limit: int
    default: bool


class ValueChecks:
    """Knows the targets of one mapping. `unknown` collects targets whose value is not known."""

    def __init__(self, rows: tuple[CompiledMapping, ...], matching: tuple[CompiledMapping, ...]) -> None:
        self._targets = tuple(_target(row) for row in rows if row.compiled is not None)
        self.uncompiled = tuple(row.mapping.target for row in rows if row.problem is not None)
        self.targets = tuple(each.name for each in self._targets)
        self.emails = tuple(each.name for each in self._targets if each.email)
        self.required = tuple(each.name for each in self._targets if each.required)
        self._matching = frozenset(row.mapping.target for row in matching)

    def check(self, found: Evaluated, unknown: dict[str, int]) -> Iterator[Found]:
        """What is wrong with one person's values; `unknown` counts targets without a sure value."""
        values = found.values
        if not found.doubtful and not found.failed and self._all_plain(values):
            return
        unsure = found.doubtful.union(found.failed) if found.doubtful or found.failed else ()
        for target in self._targets:
            name = target.name
            if name in unsure:
                unknown[name] = unknown.get(name, 0) + 1
                continue
            value = values.get(name)
            if value.__class__ is str and value:
                if target.text:
                    yield from _text(target, value)
            elif value is None or value == "" or value.__class__ is Dropped:
                yield from self._empty(target, value)
            elif value.__class__ is list and target.text:
                yield from _texts(target, value)

    def _all_plain(self, values: Mapping[str, Any]) -> bool:
        """Whether a look at all values at once shows that nothing is wrong: true of nearly everyone.

        The separator never makes a value look better than it is.
        """
        try:
            joined = f"|{'|'.join(map(values.get, self.targets))}|"  # type: ignore[arg-type]
        except TypeError:
            return False  # a value that is no text
        return (
            joined.isprintable()
            and len(joined) <= EMAIL_LIMIT
            and "||" not in joined
            and "| " not in joined
            and " |" not in joined
            and (joined.isascii() or not _HIDDEN.search(joined))
            and all(_EMAIL.fullmatch(values[name]) for name in self.emails)
        )

    def _empty(self, target: _Target, value: Any) -> Iterator[Found]:
        if target.default or target.name in self._matching:
            return  # an empty matching value is a finding of its own
        if target.required:
            yield "required_empty", target.name, {}
        elif value.__class__ is not Dropped:  # else it is left out on purpose
            yield "value_empty", target.name, {}


def _target(row: CompiledMapping) -> _Target:
    name = row.mapping.target
    email = row.path.attribute.casefold() == "emails" and row.path.sub.casefold() in ("", "value")
    # RFC 7643 section 4.1.1: userName is required. Others are where the schema of the job says so.
    required = row.definition.required or name.casefold() == "username"
    return _Target(
        name,
        row.definition.type == "String",
        email,
        required,
        EMAIL_LIMIT if email else NAME_LIMIT,
        bool(row.mapping.default),
    )


def _texts(target: _Target, values: list[Any]) -> Iterator[Found]:
    """Each thing once, however many of the values have it."""
    found: dict[str, Found] = {}
    for value in values:
        if isinstance(value, str) and value:
            for each in _text(target, value):
                found.setdefault(each[0], each)
    yield from found.values()


def _text(target: _Target, value: str) -> Iterator[Found]:
    plain = value
    if not value.isascii() or not value.isprintable() or plain.strip() != value:
        plain = value.strip()
        if plain != value:
            yield "outer_spaces", target.name, {"value": marked(value)}
        if _HIDDEN.search(plain):
            yield "hidden_characters", target.name, {"value": marked(value)}
            plain = _HIDDEN.sub("", plain)
    if len(value) > target.limit:
        facts = {"length": str(len(value)), "limit": str(target.limit), "value": marked(value)}
        yield "value_too_long", target.name, facts
    elif target.email and not _EMAIL.fullmatch(plain):
        yield "email_invalid", target.name, {"value": marked(value)}


def marked(value: str) -> str:
    """The value with hidden characters as their code points and outer spaces as ␣, cut when it is long."""
    inner = value.strip(" ")
    before, after = len(value) - len(value.lstrip(" ")), len(value) - len(value.rstrip(" "))
    shown = _HIDDEN.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", inner)
    if len(shown) > LONGEST_SHOWN:
        shown = f"{shown[:LONGEST_SHOWN]}…"
    return f"{'␣' * before}{shown}{'␣' * after}" if inner else "␣" * len(value)


def unsafe_characters(value: str) -> str:
    """The characters of a matching value that make the search for an account unsafe; empty without any."""
    if '"' not in value and "%" not in value and "\\" not in value:
        return ""
    return "".join([letter for letter in _UNSAFE if letter in value])
