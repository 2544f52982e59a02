"""Why a .NET pattern cannot be used."""

from __future__ import annotations


class PatternError(Exception):
    """.NET would not accept the pattern; `reason` is a code with words (`expression.bad_pattern`)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotReproducibleError(Exception):
    """.NET accepts the pattern, but it cannot be reproduced here."""
