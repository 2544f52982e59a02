"""The practice sign-in authority: OpenID Connect like the Microsoft identity platform, on loopback."""

from __future__ import annotations

from wizard.practice.authority.app import create_app
from wizard.practice.authority.tokens import Caller, Tokens
from wizard.practice.authority.workload import Workload

__all__ = ["Caller", "Tokens", "Workload", "create_app"]
