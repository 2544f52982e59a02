"""A key that was pasted and is not used yet: cleaned up, or what is wrong with it."""

from __future__ import annotations

import asyncio

from pydantic import SecretStr

from wizard.playvox.key import CleanKey, clean_key
from wizard.problem import Problem


class PastedKey:
    """At most one of `clean` and `problem` is set; both are None before a key was pasted."""

    def __init__(self) -> None:
        self.clean: CleanKey | None = None
        self.problem: Problem | None = None

    @property
    def mark(self) -> str:
        """The key's fingerprint; empty without a usable one."""
        return self.clean.fingerprint if self.clean is not None else ""

    async def take(self, secret: SecretStr) -> bool:
        """Take what was pasted in place of what was there; whether it is a usable key."""
        # The fingerprint is slow on purpose, so it must not hold up the loop.
        cleaned = await asyncio.to_thread(clean_key, secret)
        if isinstance(cleaned, Problem):
            self.clean, self.problem = None, cleaned
        else:
            self.clean, self.problem = cleaned, None
        return self.problem is None

    def forget(self) -> None:
        """Forget the key and what was wrong with it."""
        self.clean = self.problem = None
