"""One Graph request on its way to an endpoint, and the endpoint's answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wizard.practice.authority.tokens import Caller
from wizard.practice.graph.errors import bad_request
from wizard.practice.graph.paging import Pager
from wizard.practice.store import Json, Store
from wizard.practice.tenant import Tenant


@dataclass(frozen=True)
class RouteAnswer:
    """What an endpoint answers; `body` None is an empty body, a str is plain text."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


NO_CONTENT = RouteAnswer(204)


@dataclass(frozen=True)
class RouteCall:
    """A request: `params` come from the path, `query` holds the decoded query options."""

    tenant: Tenant
    caller: Caller
    method: str
    path: str
    params: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]  # lower-case names
    body: Any
    base: str  # https://host/v1.0
    pager: Pager

    @property
    def store(self) -> Store:
        """The tenant's memory."""
        return self.tenant.store

    @property
    def eventual(self) -> bool:
        """Whether the caller asked for advanced query capabilities."""
        return self.headers.get("consistencylevel", "").lower() == "eventual"

    def json(self) -> Json:
        """The body, which must be a JSON object."""
        if not isinstance(self.body, dict):
            raise bad_request("A JSON object is expected in the request body.")
        return self.body

    def context(self, name: str) -> str:
        """The `@odata.context` of something."""
        return f"{self.base}/$metadata#{name}"

    def entity(self, name: str, body: Json, status: int = 200) -> RouteAnswer:
        """One object with its context."""
        return RouteAnswer(status, {"@odata.context": self.context(name), **body})


Handler = Callable[[RouteCall], RouteAnswer | Awaitable[RouteAnswer]]
