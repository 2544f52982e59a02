"""Labels and texts for people from the evidence of checks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wizard.connection.catalog import CAUSES
from wizard.connection.pasted import as_seen_by_microsoft
from wizard.messages import (
    _,
    explain,
)
from wizard.messages.connection_labels import (
    check_title,
    evidence_label,
    noticed_by,
    status_word,
)
from wizard.messages.labels import (
    address_note,
    cleanup_sentence,
)
from wizard.messages.times import told
from wizard.problem import Problem


def _cause_words(code: str) -> str:
    """A cause in words; any other value unchanged."""
    if code == "works":
        return _("Works.")
    return explain(Problem(code)).what if code in CAUSES else code


def _microsoft_words(code: str) -> str:
    """The same for a cause that Microsoft's service met."""
    return (
        _cause_words(code)
        if as_seen_by_microsoft(code) == code
        else explain(Problem(as_seen_by_microsoft(code))).what
    )


def _trail_words(entry: str) -> str:
    """One entry of a trail, "check: state or cause"."""
    check, _colon, state = entry.partition(": ")
    word = _cause_words(state) if state in CAUSES else status_word(state)
    return f"{check_title(check)}: {word}" + ("" if word.endswith(".") else ".")


# Evidence that holds codes, and the function with words for each. The JSON output keeps the codes.
_LISTS = {
    "notes": address_note, "changed": cleanup_sentence, "hints": cleanup_sentence, "here": _trail_words,
}  # fmt: skip
_SINGLE = {
    "means": _microsoft_words, "microsoft": _microsoft_words,
    "from_here": _cause_words, "reason": _cause_words, "how": noticed_by,
    "valid_from": told, "valid_until": told,
}  # fmt: skip
_ALREADY_EXPLAINED = frozenset({"why", "phase", "state", "offers"})
"""Codes that the sentences about the cause already explain."""


def evidence_rows(evidence: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Evidence as pairs of label and text, without empty ones."""
    rows = [
        (evidence_label(name), _value_words(name, value))
        for name, value in evidence.items()
        if name not in _ALREADY_EXPLAINED
    ]
    return [(label, text) for label, text in rows if text]


def _value_words(name: str, value: Any) -> str:
    single = _SINGLE.get(name)
    if single is not None and isinstance(value, str):
        return single(value)
    words = _LISTS.get(name)
    if words is None or not isinstance(value, (list, tuple)):
        return _plain(value)
    return " ".join(sentence for code in value if (sentence := words(str(code))))


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        return ", ".join(f"{key} ({_plain(each)})" for key, each in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(_plain(each) for each in value)
    return str(value)
