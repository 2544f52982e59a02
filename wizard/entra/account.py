"""The signed-in account, its tokens and device codes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from pydantic import SecretStr


@dataclass(frozen=True, slots=True)
class SignedInAccount:
    """A signed-in person. `tenant_name` is filled by `directory.tenant`, "" until then.

    With `app_only` it is an application: `username` is its client id, `scopes` are its application
    permissions, and `permissions_known` tells whether the token named them.
    """

    username: str
    tenant_id: str
    object_id: str
    name: str = ""
    tenant_name: str = ""
    scopes: frozenset[str] = field(default_factory=frozenset)  # granted, short names
    home_account_id: str = ""  # the token cache's own key
    app_only: bool = False
    permissions_known: bool = True


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """A device code: what to enter on which page, and when it expires (UTC)."""

    user_code: str
    verification_uri: str
    expires: datetime


@dataclass(frozen=True, slots=True)
class AccessToken:
    """An access token and what it allows: scopes as short names, e.g. "User.Read"."""

    value: SecretStr
    scopes: frozenset[str] = field(default_factory=frozenset)
    app_only: bool = False  # of an application, not of a person


class SecretStore(Protocol):
    """Storage of the token cache between runs; `wizard.security.vault.Vault` is one."""

    async def save(
        self,
        name: str,
        secret: SecretStr,
        combine: Callable[[SecretStr | None], SecretStr | None] | None = None,
    ) -> object:
        """Keep the secret, or what `combine` makes of the one that is held; returns whether it is kept
        beyond this session. `combine` gets an empty secret for one that cannot be read.
        """

    async def load(self, name: str) -> SecretStr | None:
        """The kept secret, or None."""

    async def forget(self, name: str) -> object:
        """Remove it; returns why it may still be kept (`Vault.forget`), or None."""


class TokenSource(Protocol):
    """Gives an access token for Graph; `SignIn.token` is one.

    `claims` is a claims challenge to satisfy; `fresh` bypasses the cached token.
    Raises `ProblemError` ("signin_interaction_needed" …) when a person is needed.
    """

    async def __call__(self, *, claims: str | None = None, fresh: bool = False) -> AccessToken: ...
