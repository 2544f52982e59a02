"""The practice sign-in authority: OpenID Connect like the Microsoft identity platform, on loopback."""

from __future__ import annotations

from wizard.practice.authority.app import create_app
from wizard.practice.authority.tokens import Caller, Tokens

__all__ = ["Caller", "Tokens", "create_app"]
