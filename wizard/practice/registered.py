"""What an app registration of the practice tenant signs in with, and what its service principal owns.

These members have a colon in their names, so Graph never shows them.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

from wizard.practice.store import Json, ObjectKind, Store

CERTIFICATES = "practice:certificates"
"""On an application: the DER certificates of `keyCredentials`, Base64, with their key ids."""
SECRETS = "practice:secrets"
"""On an application: SHA-256 digests of its client secrets and when they expire, by key id."""
FEDERATED = "practice:federatedIdentityCredentials"
OWNERS = "practice:owners"
"""On a service principal: object ids of its owners."""


def application(store: Store, app_id: str) -> Json | None:
    """The app registration with this client id."""
    found = store.find(ObjectKind.APPLICATION, key=app_id)
    return found[0] if found else None


def principal(store: Store, app_id: str) -> Json | None:
    """The service principal of this client id."""
    found = store.find(ObjectKind.SERVICE_PRINCIPAL, key=app_id)
    return found[0] if found else None


def digest(secret: str) -> str:
    """How a client secret is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def secret_state(found: Json, secret: str, now: datetime) -> str:
    """ "valid", "expired" or "unknown"."""
    wanted = digest(secret)
    for one in found.get(SECRETS, ()):
        if hmac.compare_digest(one["digest"], wanted):
            return "valid" if datetime.fromisoformat(one["end"]) > now else "expired"
    return "unknown"


def owns(store: Store, owner_id: str, principal_id: str) -> bool:
    """Whether one service principal is an owner of another."""
    body = store.get(ObjectKind.SERVICE_PRINCIPAL, principal_id)
    return body is not None and owner_id in body.get(OWNERS, ())
