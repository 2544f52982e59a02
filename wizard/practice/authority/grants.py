"""Codes and refresh tokens that are waiting to be redeemed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

CODE_SECONDS = 600.0
DEVICE_SECONDS = 900.0
_MOST = 1000

T = TypeVar("T")


@dataclass(frozen=True)
class AuthoritySession:
    """What a person consented to for the client."""

    user_id: str
    scope: str
    nonce: str | None = None
    contexts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Code:
    """What the authority keeps for an authorization code."""

    session: AuthoritySession
    redirect_uri: str
    challenge: str | None
    method: str
    until: float

    def proves(self, verifier: str | None) -> bool:
        """Whether the verifier matches the code challenge (RFC 7636)."""
        if self.challenge is None:
            return True
        if verifier is None:
            return False
        digest = hashlib.sha256(verifier.encode()).digest()
        made = base64.urlsafe_b64encode(digest).decode().rstrip("=") if self.method == "S256" else verifier
        return hmac.compare_digest(made, self.challenge)


@dataclass(frozen=True)
class Device:
    """A device code: `session` comes when somebody enters the user code."""

    user_code: str
    scope: str
    until: float
    session: AuthoritySession | None = None
    refused: bool = False


class GrantStore(Generic[T]):
    """Values under unguessable names; the oldest are dropped when it is full."""

    def __init__(self) -> None:
        self._things: OrderedDict[str, T] = OrderedDict()

    def add(self, thing: T) -> str:
        """Store it and return its new name."""
        name = secrets.token_urlsafe(32)
        self.put(name, thing)
        return name

    def put(self, name: str, thing: T) -> None:
        """Store it under a known name."""
        self._things[name] = thing
        while len(self._things) > _MOST:
            self._things.popitem(last=False)

    def get(self, name: str) -> T | None:
        """The value, which stays."""
        return self._things.get(name)

    def take(self, name: str) -> T | None:
        """The value, which is removed: works once."""
        return self._things.pop(name, None)

    def items(self) -> list[tuple[str, T]]:
        """All names and values."""
        return list(self._things.items())


@dataclass
class Grants:
    """All open grants of the authority."""

    codes: GrantStore[Code] = field(default_factory=GrantStore)
    refresh: GrantStore[AuthoritySession] = field(default_factory=GrantStore)
    devices: GrantStore[Device] = field(default_factory=GrantStore)

    def new_device(self, scope: str) -> tuple[str, Device]:
        """A device code with the short code a person types."""
        alphabet = "BCDFGHJKLMNPQRSTVWXZ23456789"
        user_code = "".join(secrets.choice(alphabet) for _ in range(9))
        device = Device(user_code, scope, time.monotonic() + DEVICE_SECONDS)
        return self.devices.add(device), device

    def answer_device(self, user_code: str, session: AuthoritySession | None) -> bool:
        """Approve (or with None refuse) the device with this user code; False when there is none."""
        for name, device in self.devices.items():
            if device.user_code == user_code.strip().upper() and device.until > time.monotonic():
                self.devices.put(name, replace(device, session=session, refused=session is None))
                return True
        return False
