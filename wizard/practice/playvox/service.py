"""The SCIM endpoints of the practice Playvox (RFC 7644 section 3), without authentication."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scim2_models import Context, Meta, Resource, Schema
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from wizard.practice.playvox import resource
from wizard.practice.playvox.accounts import (
    PracticeAccount,
    PracticeAccounts,
    UserNameTakenError,
)
from wizard.practice.playvox.answer import MEDIA_TYPE, error, scim
from wizard.practice.playvox.model import (
    PracticeUser,
    resource_type,
    service_provider_config,
)
from wizard.practice.playvox.question import read_question

BASE_PATH = "/scim/v1"
MAX_BODY = 1 << 20  # bytes; a person is a few hundred
_LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
_MEDIA_TYPES = {MEDIA_TYPE, "application/json"}


class ScimService:
    """Answers requests for accounts; `now` gives the time to stamp on changes, RFC 3339 in UTC."""

    def __init__(self, accounts: PracticeAccounts, now: Callable[[], str]) -> None:
        self._accounts = accounts
        self._now = now

    def routes(self) -> list[Route]:
        """The endpoints under the base path; there is no /Groups."""
        return [
            Route("/Users", self.search, methods=["GET"]),
            Route("/Users", self.create, methods=["POST"]),
            Route("/Users/{id}", self.read, methods=["GET"]),
            Route("/Users/{id}", self.replace, methods=["PUT"]),
            Route("/Users/{id}", self.patch, methods=["PATCH"]),
            Route("/Users/{id}", self.remove, methods=["DELETE"]),
            Route("/ServiceProviderConfig", self.config, methods=["GET"]),
            Route("/ResourceTypes", self.resource_types, methods=["GET"]),
            Route("/ResourceTypes/{id}", self.resource_types, methods=["GET"]),
            Route("/Schemas", self.schemas, methods=["GET"]),
            Route("/Schemas/{id}", self.schemas, methods=["GET"]),
        ]

    async def search(self, request: Request) -> Response:
        """GET /Users: all accounts in pages, or those a filter names; inactive ones too."""
        question = read_question(request.query_params)
        if question.user_names:
            same = {name.casefold() for name in question.user_names}
            accounts = self._accounts.named(question.user_names[0]) if len(same) == 1 else []
            total = len(accounts)
            accounts = accounts[question.start - 1 :][: question.count]
        else:
            total = self._accounts.count()
            accounts = self._accounts.page(question.start, question.count)
        return scim(listing(accounts, total, question.start, base_of(request)))

    async def create(self, request: Request) -> Response:
        """POST /Users."""
        body = resource.created(resource.parse(await _content(request)))
        account = self._accounts.add(body, self._now())
        return self._account(request, account, 201)

    async def read(self, request: Request) -> Response:
        """GET /Users/{id}."""
        account = self._accounts.get(request.path_params["id"])
        return _missing(request) if account is None else self._account(request, account)

    async def replace(self, request: Request) -> Response:
        """PUT /Users/{id}."""
        body = resource.replaced(resource.parse(await _content(request)))
        account = self._accounts.replace(request.path_params["id"], body, self._now())
        return _missing(request) if account is None else self._account(request, account)

    async def patch(self, request: Request) -> Response:
        """PATCH /Users/{id}."""
        payload = resource.parse(await _content(request))
        known = self._accounts.get(request.path_params["id"])
        if known is None:
            return _missing(request)
        body = resource.patched(known, payload)
        account = self._accounts.replace(known.id, body, self._now()) if body != known.body else known
        return _missing(request) if account is None else self._account(request, account)

    async def remove(self, request: Request) -> Response:
        """DELETE /Users/{id}."""
        return (
            Response(status_code=204)
            if self._accounts.remove(request.path_params["id"])
            else _missing(request)
        )

    async def config(self, request: Request) -> Response:
        """GET /ServiceProviderConfig."""
        config = service_provider_config()
        config.meta = Meta(
            resource_type="ServiceProviderConfig", location=f"{base_of(request)}/ServiceProviderConfig"
        )
        return scim(config.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE))

    async def resource_types(self, request: Request) -> Response:
        """GET /ResourceTypes and /ResourceTypes/{id}."""
        return _discovery(request, "ResourceTypes", resource_type())

    async def schemas(self, request: Request) -> Response:
        """GET /Schemas and /Schemas/{id}."""
        schema: Schema = PracticeUser.to_schema()
        return _discovery(request, "Schemas", schema)

    def _account(self, request: Request, account: PracticeAccount, status: int = 200) -> Response:
        body = resource.shown(account, base_of(request))
        return scim(body, status, {"Location": body["meta"]["location"]})


def listing(accounts: list[PracticeAccount], total: int, start: int, base: str) -> dict[str, Any]:
    """A ListResponse (RFC 7644 section 3.4.2), with an empty list rather than none."""
    return {
        "schemas": [_LIST],
        "totalResults": total,
        "startIndex": start,
        "itemsPerPage": len(accounts),
        "Resources": [resource.shown(account, base) for account in accounts],
    }


def base_of(request: Request) -> str:
    """The service's address as this client wrote it."""
    return f"{request.url.scheme}://{request.headers.get('host', 'localhost')}{BASE_PATH}"


def taken(problem: UserNameTakenError) -> Response:
    """The answer to a userName that is in use (RFC 7644 section 3.3.1)."""
    return error(409, f"A user with the userName {problem} already exists", "uniqueness")


async def _content(request: Request) -> bytes:
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in _MEDIA_TYPES:
        raise MediaTypeError
    return await request.body()


class MediaTypeError(Exception):
    """The body is neither application/scim+json nor application/json."""


def _missing(request: Request) -> Response:
    return error(404, f"Resource {request.path_params['id']} not found")


def _discovery(request: Request, endpoint: str, known: Resource[Any]) -> Response:
    known.meta = Meta(
        resource_type=type(known).__name__, location=f"{base_of(request)}/{endpoint}/{known.id}"
    )
    wanted = request.path_params.get("id")
    if wanted is None:
        body = known.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE)
        return scim(
            {"schemas": [_LIST], "totalResults": 1, "startIndex": 1, "itemsPerPage": 1, "Resources": [body]}
        )
    if wanted.lower() != str(known.id).lower():
        return _missing(request)
    return scim(known.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE))
