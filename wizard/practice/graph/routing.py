"""Graph's address patterns, with the permissions and directory roles each needs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from wizard.practice import roles
from wizard.practice.graph.call import Handler
from wizard.practice.graph.errors import (
    GraphRefusalError,
    denied,
)
from wizard.practice.tenant import Tenant


@dataclass(frozen=True)
class Rights:
    """Who may call: one of `scopes` (none: any token), one of each in `also`, one of `roles` if given."""

    scopes: frozenset[str] = frozenset()
    also: tuple[frozenset[str], ...] = ()
    roles: frozenset[str] = frozenset()

    def check(self, tenant: Tenant, user_id: str, scopes: frozenset[str]) -> None:
        """Raises GraphError 403 when a permission or role is missing."""
        for wanted in (self.scopes, *self.also):
            if wanted and not wanted & scopes:
                raise denied()
        if self.roles and not self.roles & roles.active(tenant, user_id):
            raise denied()


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
