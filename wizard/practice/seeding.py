"""The initial content of a new practice tenant."""

from __future__ import annotations

import base64
import secrets
import uuid
from dataclasses import asdict
from random import Random

from pydantic import SecretStr

from wizard.practice import directory, gallery, graph_permissions, roles
from wizard.practice.directory.people import guid
from wizard.practice.options import PracticeOptions
from wizard.practice.store import (
    ObjectKind,
    Store,
)
from wizard.practice.tenant import (
    Tenant,
    TenantIdentity,
)

_IDENTITY = "identity"


def create_identity(store: Store, options: PracticeOptions) -> TenantIdentity:
    """The tenant's identity; fills an empty store with people, and leaves an existing one as it is."""
    known = store.get(ObjectKind.TENANT, _IDENTITY)
    if known is None:
        directory.fill(store, options.seed, options.people)
        known = _invent(store, options)
        store.put(ObjectKind.TENANT, _IDENTITY, known)
    if "next_key" not in known:  # a state folder of an earlier version
        known = {**known, "next_key": _new_key()}
        store.put(ObjectKind.TENANT, _IDENTITY, known)
    hidden = {name: SecretStr(known[name]) for name in ("key", "next_key")}
    return TenantIdentity(**{**known, **hidden, "control": secrets.token_urlsafe(24)})


def seed_tenant(tenant: Tenant) -> None:
    """Roles, organization, licenses, gallery and applications, unless they exist already."""
    store = tenant.store
    if store.get(ObjectKind.TENANT, "furnished") is None:
        roles.seed(tenant)
        gallery.seed(tenant)
        store.put(ObjectKind.TENANT, "furnished", {"applications": store.count(ObjectKind.APPLICATION)})
    graph_permissions.seed(tenant)
    tenant.seeded_applications = (store.get(ObjectKind.TENANT, "furnished") or {})["applications"]


def _invent(store: Store, options: PracticeOptions) -> dict[str, str]:
    rng = Random(f"identity {options.seed}")  # noqa: S311 - names, not secrets
    seeded = guid(rng)
    account = f"admin@{directory.DOMAIN}"
    identity = TenantIdentity(
        tenant_id=seeded if options.seed_ids else str(uuid.uuid4()),
        client_id=guid(rng),
        account=account,
        account_id=(store.user(account) or {})["id"],
        domain=directory.DOMAIN,
        display_name="Contoso",
        key=SecretStr(_new_key()),
        next_key=SecretStr(_new_key()),
        template_id=guid(rng),
        control="",
    )
    shown = {name: getattr(identity, name).get_secret_value() for name in ("key", "next_key")}
    return {**asdict(identity), **shown}


def _new_key() -> str:
    """What Playvox shows as the Base64 key of an API key."""
    pair = f"{secrets.token_hex(12)}:{secrets.token_urlsafe(30)}"
    return base64.b64encode(pair.encode()).decode()
