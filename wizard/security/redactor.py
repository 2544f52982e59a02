"""Keeps secrets out of everything the program writes or shows.

Whoever receives a secret calls `remember`; every text from outside passes through `redact` before it is
logged, shown, stored or put into an exception. Servers echo keys in many coats, so the common ones
(URL-encoded, Base64-decoded and its two halves, JSON-escaped) are hidden too.
"""

from __future__ import annotations

import base64
import binascii
import json
import logging
import re
from urllib.parse import quote, quote_plus

from pydantic import SecretStr

HIDDEN = "[hidden]"
_MIN_LENGTH = 6  # shorter pieces would blot out ordinary words
_known: dict[str, None] = {}

# Headers and fields that hold a credential whatever its value is.
_CREDENTIALS = re.compile(
    r"(?i)(authorization\s*[:=]\s*\"?(?:bearer|basic)?\s*|\b(?:bearer|basic)\s+"
    r"|\"?(?:access_token|refresh_token|id_token|client_secret|secrettoken)\"?\s*[:=]\s*\"?)"
    r"([A-Za-z0-9+/_.~=-]{8,})"
)


def remember(secret: SecretStr | str) -> None:
    """Hide this secret, in every coat, in all text redacted from now on."""
    value = secret.get_secret_value() if isinstance(secret, SecretStr) else secret
    for coat in _coats(value):
        if len(coat) >= _MIN_LENGTH:
            _known[coat] = None


def redact(text: str) -> str:
    """The text with every remembered secret and everything that looks like a credential hidden."""
    for coat in sorted(_known, key=len, reverse=True):
        text = text.replace(coat, HIDDEN)
    return _CREDENTIALS.sub(lambda match: match.group(1) + HIDDEN, text)


def _coats(value: str) -> set[str]:
    coats = {value, quote(value, safe=""), quote_plus(value), json.dumps(value)[1:-1]}
    coats |= {quote(value, safe="").replace("%", "%25"), quote(value, safe="").lower()}
    coats.add(base64.b64encode(value.encode()).decode())
    try:
        decoded = base64.b64decode(value, validate=True).decode()
    except (binascii.Error, ValueError):
        return coats
    coats |= {decoded, quote(decoded, safe=""), *decoded.split(":", 1)}
    return coats


class RedactingFilter(logging.Filter):
    """Redacts every record of the handler it is added to."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = redact(record.getMessage())
        record.args = None
        if record.exc_info:
            record.exc_text = redact(logging.Formatter().formatException(record.exc_info))
            record.exc_info = None
        return True
