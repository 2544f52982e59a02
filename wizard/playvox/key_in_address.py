"""Find a key that was pasted into the address, before the address is used, shown or stored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from wizard.playvox.base64_text import decoded
from wizard.security.redactor import EVERYWHERE, remember

_SHORTEST = 12  # characters of an encoded key worth the name; shorter words decode to texts by chance
_MOST_PARTS = 24  # parts between slashes; a slash may belong to the key
_RUN = re.compile(rf"[A-Za-z0-9+/_-]{{{_SHORTEST},}}={{0,2}}")
_TOKEN = re.compile(r"eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+")


def holds_key(text: str) -> bool:
    """Whether a key is part of the address. It is remembered, so that it is hidden everywhere from now on.

    A key is what decodes to `user id:api key`, what this program knows as a secret already, or a sign-in
    token.
    """
    plain = unquote(text)
    found = [each for each in _candidates(plain) if _is_key(each)]
    found += _TOKEN.findall(plain)
    for each in found:
        remember(each)
    return bool(found)


def _candidates(text: str) -> Iterator[str]:
    for run in _RUN.findall(text):
        parts = run.split("/")[:_MOST_PARTS]
        for start in range(len(parts)):
            for end in range(start + 1, len(parts) + 1):
                candidate = "/".join(parts[start:end])
                if len(candidate) >= _SHORTEST:
                    yield candidate


def _is_key(text: str) -> bool:
    if text.islower():
        return False  # words, such as a company's name, may be part of a secret and are none
    user, colon, secret = (decoded(text) or "").partition(":")
    if user and colon and secret:
        return True
    return "/" not in text and EVERYWHERE.holds_secret(text)
