"""The Base64 key: clean a pasted text, and hint when it looks like something else.

Playvox does not publish the key's format, so hints never block: only an empty or absurdly long text does.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass

from pydantic import SecretStr

from wizard.playvox.base64_text import decoded
from wizard.playvox.key_in_text import key_in_command, key_in_json, key_in_sentence, without_marks
from wizard.playvox.paste import is_invisible, is_space, without_quotes
from wizard.problem import Problem
from wizard.security.redactor import remember

FIELD = "key"
LONGEST = 8192  # characters; what servers commonly accept as one header line
_SCHEME = re.compile(r"(bearer|basic)(?:[\s:]+|$)", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:authorization|base64[ _-]?key|(?:x-)?api[ _-]?key|secret[ _-]?token|(?:access[ _-]?)?token"
    r"|(?:export |set |\$env:)?[a-z_]*(?:key|token))[\"']?\s*[:=]\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class CleanupNote:
    """One thing noticed about the pasted text.

    `changed` says whether the program removed it. Codes that changed the text: `blanks`,
    `line_breaks`, `invisible`, `quotes`, `bearer`, `basic`, `label`, `command`, `json`, `text`.
    Hints that did not: `not_base64`, `url`, `id_and_key`, `double_base64`, `no_colon`, `password`, `short`,
    `not_ascii`, `jwt`.
    """

    code: str
    changed: bool


@dataclass(frozen=True, slots=True)
class CleanKey:
    """The key as it is sent, notes about the pasted text, and a fingerprint that may be shown.

    `suggestion` is the key that was probably meant; the administrator decides. It is the encoded form of a
    pasted `id:key`, or the inner key of one that was encoded twice.
    """

    key: SecretStr
    cleanup_notes: tuple[CleanupNote, ...]
    fingerprint: str
    suggestion: SecretStr | None = None

    @property
    def changed(self) -> tuple[str, ...]:
        """Codes of what was removed."""
        return tuple(each.code for each in self.cleanup_notes if each.changed)

    @property
    def hints(self) -> tuple[str, ...]:
        """Codes of what looks unusual but was not changed."""
        return tuple(each.code for each in self.cleanup_notes if not each.changed)


def clean_key(text: str | SecretStr) -> CleanKey | Problem:
    """Clean a pasted text into a key. Problems: `key_empty`, `key_malformed` (fact `why`: `too_long`)."""
    raw = text.get_secret_value() if isinstance(text, SecretStr) else text
    if len(raw) > 4 * LONGEST:
        # A whole document was pasted; checking every character would freeze the window.
        return Problem("key_malformed", {"why": "too_long"}, field=FIELD)
    key, noticed = _cleaned(raw)
    if not key:
        return Problem("key_empty", {}, field=FIELD)
    if len(key) > LONGEST:
        return Problem("key_malformed", {"why": "too_long"}, field=FIELD)
    hints, suggestion = _hints(key, raw)
    if not any(
        hint.code == "url" for hint in hints
    ):  # an address must not be hidden everywhere it is shown
        remember(raw.strip())
        remember(key)
    if suggestion is not None:
        remember(suggestion)
    return CleanKey(SecretStr(key), (*noticed, *hints), fingerprint(key), suggestion)


def fingerprint(key: SecretStr | str) -> str:
    """Eight letters and digits that distinguish two keys and reveal nothing about either.

    Slow on purpose: a password may have been pasted, and 40 bits of a slow hash cannot be reversed.
    """
    value = key.get_secret_value() if isinstance(key, SecretStr) else key
    digest = hashlib.pbkdf2_hmac("sha256", value.encode("utf-8", "replace"), b"playvox key", 20_000, 5)
    letters = base64.b32encode(digest).decode().lower()
    return f"{letters[:4]}-{letters[4:]}"


def _cleaned(raw: str) -> tuple[str, list[CleanupNote]]:
    noticed: dict[str, None] = {}
    text = "".join(letter for letter in raw if not is_invisible(letter))
    if text != raw:
        noticed["invisible"] = None
    for _round in range(4):  # quotes may enclose "Bearer", which may enclose quotes; four layers are enough
        before = text
        text = _note(text, text.strip(), "blanks", noticed)
        text = _note(text, key_in_command(text), "command", noticed)
        text = _note(text, key_in_json(text), "json", noticed)
        text = _note(text, without_quotes(text).strip(), "quotes", noticed)
        text = _note(text, _LABEL.sub("", text, count=1) if _LABEL.match(text) else text, "label", noticed)
        scheme = _SCHEME.match(text)
        if scheme is not None:
            noticed[scheme.group(1).lower()] = None
            text = text[scheme.end() :]
        if text == before:
            break
    text = _note(text, key_in_sentence(text), "text", noticed)
    text = _note(text, without_marks(text), "quotes", noticed)
    if any(is_space(letter) for letter in text):
        broken = any(letter in "\r\n\v\f\x85\u2028\u2029" for letter in text)
        noticed["line_breaks" if broken else "blanks"] = None
        text = "".join(letter for letter in text if not is_space(letter))
    return text, [CleanupNote(code, changed=True) for code in noticed]


def _note(before: str, after: str, code: str, noticed: dict[str, None]) -> str:
    if after != before:
        noticed[code] = None
    return after


def _hints(key: str, raw: str) -> tuple[list[CleanupNote], SecretStr | None]:
    codes: list[str] = []
    suggestion: SecretStr | None = None
    inner = decoded(key)
    if not key.isascii():
        codes.append("not_ascii")
    if re.match(r"[a-z]{2,8}://", key, re.IGNORECASE) or re.match(r"[\w-]+\.playvox\.com\b", key):
        codes.append("url")
    elif key.count(".") == 2 and key.startswith("eyJ"):
        codes.append("jwt")
    elif inner is None:
        if re.fullmatch(r"[^:\s]{3,}:[^:\s]{6,}", key) and key.isascii():
            codes.append("id_and_key")
            suggestion = SecretStr(base64.b64encode(key.encode()).decode())
        elif len(raw.split()) > 2 or len(key) < 16:
            codes.append("password")
        else:
            codes.append("not_base64")
    else:
        innermost = decoded(inner) if len(inner) >= 12 else None
        if innermost is not None and ":" in innermost:
            codes.append("double_base64")
            suggestion = SecretStr(inner)
        elif ":" not in inner:
            # A plain API key is often a sequence of letters that happens to be valid Base64.
            codes.append("no_colon")
    if len(key) < 12 and "password" not in codes:
        codes.append("short")
    return [CleanupNote(code, changed=False) for code in codes], suggestion
