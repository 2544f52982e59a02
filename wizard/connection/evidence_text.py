"""Evidence in words: labels and texts for people, from the values that checks keep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wizard.words import _
from wizard.words.connection_labels import evidence_label
from wizard.words.steps import address_note, hygiene_sentence

# Evidence that holds codes: what tells each in words. Only people see these; the JSON keeps the codes.
_CODES = {"notes": address_note, "changed": hygiene_sentence, "hints": hygiene_sentence}


def evidence_rows(evidence: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Evidence as label and text, empty ones left out."""
    rows = [(evidence_label(name), _told(name, value)) for name, value in evidence.items()]
    return [(label, text) for label, text in rows if text]


def _told(name: str, value: Any) -> str:
    words = _CODES.get(name)
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
