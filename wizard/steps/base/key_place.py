"""Where the Playvox key is kept."""

from __future__ import annotations

import enum


class KeyPlace(enum.StrEnum):
    """Where the key is kept."""

    NOWHERE = "nowhere"
    KEYRING = "keyring"
    SESSION = "session"
    """Only in this program's memory, until it is closed."""
