"""Graph's address patterns, with the permissions and directory roles each needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from wizard.practice import owners, registered, roles
from wizard.practice.authority.tokens import Caller
from wizard.practice.graph.call import Handler
from wizard.practice.graph.errors import (
    GraphRefusalError,
    denied,
)
from wizard.practice.graph_permissions import OWNED_BY
from wizard.practice.store import ObjectKind
from wizard.practice.tenant import Tenant


@dataclass(frozen=True)
class Rights:
    """Who may call: one of `scopes` (none: any token), one of each in `also`, one of `roles` if given.

    An application needs the permission alone, no role. With `owned` Application.ReadWrite.OwnedBy is enough
    for it: "all" for every object, "owner" for those whose service principal it owns. `owner`: a person who
    owns the application needs no role.
    """

    scopes: frozenset[str] = frozenset()
    also: tuple[frozenset[str], ...] = ()
    roles: frozenset[str] = frozenset()
    owned: Literal["", "all", "owner"] = ""
    person: bool = False  # about the signed-in person
    owner: bool = False

    def check(self, tenant: Tenant, caller: Caller, params: Mapping[str, str]) -> None:
        """Raises GraphError 403 when a permission or role is missing."""
        if self.person and caller.is_app:
            raise GraphRefusalError(
                400, "BadRequest", "/me request is only valid with delegated authentication flow."
            )
        for wanted in (self.scopes, *self.also):
            if wanted and not wanted & caller.scopes and not self._by_owner(tenant, caller, params):
                raise denied()
        if not self.roles or caller.is_app or (self.owner and caller.user_id in owners.owners(tenant)):
            return
        if not self.roles & roles.active(tenant, caller.user_id):
            raise denied()

    def _by_owner(self, tenant: Tenant, caller: Caller, params: Mapping[str, str]) -> bool:
        if not self.owned or not caller.is_app or OWNED_BY not in caller.scopes:
            return False
        store = tenant.store
        principal_id = params.get("sp") or params.get("id") or ""
        application_id = params.get("app") or params.get("id") or ""
        application = store.get(ObjectKind.APPLICATION, application_id)
        if application is not None:
            principal_id = (registered.principal(store, application["appId"]) or {"id": ""})["id"]
        return self.owned == "all" or registered.owns(store, caller.user_id, principal_id)


@dataclass(frozen=True)
class Endpoint:
    """A method and address pattern: `{name}` matches one segment, or the text inside quotes."""

    method: str
    pattern: str
    handler: Handler
    rights: Rights

    def regex(self) -> re.Pattern[str]:
        """The pattern; Graph ignores the case of addresses."""
        parts = re.split(r"\{(\w+)\}", self.pattern)
        text = "".join(
            re.escape(part) if n % 2 == 0 else f"(?P<{part}>[^/']+)" for n, part in enumerate(parts)
        )
        # Functions may be called with or without parentheses.
        return re.compile(f"^{text}(?:\\(\\))?/?$", re.IGNORECASE)


class Router:
    """Finds the route of a request."""

    def __init__(self, routes: Iterable[Endpoint]) -> None:
        self._routes = [(route.regex(), route) for route in routes]

    def find(self, method: str, path: str) -> tuple[Endpoint, dict[str, str]]:
        """The route and its parameters. Raises GraphError 400 for unknown addresses, 405 for methods."""
        other_method = False
        for regex, route in self._routes:
            match = regex.match(path)
            if match is None:
                continue
            if route.method == method:
                return route, match.groupdict()
            other_method = True
        if other_method:
            raise GraphRefusalError(
                405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target."
            )
        segment = path.strip("/").split("/")[0][:80]
        raise GraphRefusalError(400, "BadRequest", f"Resource not found for the segment '{segment}'.")
