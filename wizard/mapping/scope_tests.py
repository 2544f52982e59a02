"""Evaluate the operators of scoping filters on a value, with the certainty of the result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from wizard.mapping.dotnet import regexes
from wizard.mapping.values import as_text


class ScopeReason(Enum):
    """Why a clause's result is uncertain. Words: wizard.messages.mapping, codes "scope.…"."""

    ANCHORS = "anchors"  # the pattern matches a part of the value only: documented both ways
    NULL_NOT_EQUAL = "null_not_equal"
    LETTER_CASE = "letter_case"
    UNKNOWN_OPERATOR = "unknown_operator"
    NOT_PREVIEWABLE = "not_previewable"
    SEVERAL_VALUES = "several_values"
    NOT_AN_INTEGER = "not_an_integer"
    UNUSABLE_ATTRIBUTE = "unusable_attribute"
    PATTERN = "pattern"
    TYPE = "type"
    EARLY_FILTER = "early_filter"
    UNREAD = "unread"  # the attribute was not read, or cannot be


@dataclass(frozen=True, slots=True)
class ScopeVerdict:
    """Whether it holds, and the reasons when that is uncertain."""

    holds: bool
    reasons: tuple[ScopeReason, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether Entra's result is certain."""
        return not self.reasons


IN = ScopeVerdict(True)
OUT = ScopeVerdict(False)


def truth(value: Any, *, wanted: bool) -> ScopeVerdict:
    """IS TRUE and IS FALSE."""
    if isinstance(value, bool):
        return ScopeVerdict(value is wanted)
    written = as_text(value) or ""
    if written in ("True", "False"):
        return ScopeVerdict((written == "True") is wanted)
    if written.lower() in ("true", "false"):
        return ScopeVerdict((written.lower() == "true") is wanted)
    return ScopeVerdict(False, (ScopeReason.TYPE,))


def _equals(value: str, operand: str) -> ScopeVerdict:
    return ScopeVerdict(value == operand)


def _not_equals(value: str, operand: str) -> ScopeVerdict:
    return ScopeVerdict(value != operand)


def _includes(value: str, operand: str) -> ScopeVerdict:
    return ScopeVerdict(operand in value)


def _ends_with(value: str, operand: str) -> ScopeVerdict:
    exact = value.endswith(operand)
    folded = value.casefold().endswith(operand.casefold())
    return ScopeVerdict(exact, () if exact == folded else (ScopeReason.LETTER_CASE,))


def _compare(value: str, operand: str, *, equal: bool) -> ScopeVerdict:
    first, second = _integer(value), _integer(operand)
    if first is None or second is None:
        return ScopeVerdict(False, (ScopeReason.NOT_AN_INTEGER,))
    return ScopeVerdict(first > second or (equal and first == second))


def _integer(value: str) -> int | None:
    text = value.strip()
    digits = text[1:] if text[:1] in ("+", "-") else text
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) <= 20 else None


def _matches(value: str, pattern: str) -> ScopeVerdict:
    try:
        regex = regexes.compiled(pattern)
        anywhere, whole = regex.found(value), regex.whole(value)
    except (regexes.PatternError, regexes.NotReproducibleError, regexes.SlowError):
        return ScopeVerdict(False, (ScopeReason.PATTERN,))
    # Some documented examples require a match of the whole value, others of a part of it.
    return ScopeVerdict(anywhere, () if anywhere == whole else (ScopeReason.ANCHORS,))


def _regex(value: str, pattern: str) -> ScopeVerdict:
    return _matches(value, pattern)


def _not_regex(value: str, pattern: str) -> ScopeVerdict:
    verdict = _matches(value, pattern)
    if ScopeReason.PATTERN in verdict.reasons:
        return verdict
    return ScopeVerdict(not verdict.holds, verdict.reasons)


TESTS: dict[str, Callable[[str, str], ScopeVerdict]] = {
    "EQUALS": _equals,
    "NOT EQUALS": _not_equals,
    "INCLUDES": _includes,
    "ENDS_WITH": _ends_with,
    "GREATER_THAN": lambda value, operand: _compare(value, operand, equal=False),
    "GREATER_THAN_OR_EQUALS": lambda value, operand: _compare(value, operand, equal=True),
    "REGEX MATCH": _regex,
    "NOT REGEX MATCH": _not_regex,
}
