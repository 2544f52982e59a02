"""Graph and Playvox of a table-based tenant, answered inside this process.

The clients are the product's own down to the request. Answers are those that Graph and Playvox document:
only selected attributes, 404 for missing objects, counts only for advanced queries.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from pydantic import SecretStr

from tests.plan.unit.tables import NOW, Json, Tables
from wizard.entra.account import AccessToken
from wizard.entra.cloud import Cloud
from wizard.entra.consistency import WaitPolicy
from wizard.entra.errors import refused
from wizard.entra.graph import Graph
from wizard.entra.transport import GraphResponse
from wizard.network.clients import Network
from wizard.network.key_hosts import KeyForHost
from wizard.playvox.address import TenantUrl, parse_tenant_url
from wizard.playvox.answer import ScimResponse
from wizard.playvox.scim import Playvox

_LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse"


class TableGraph(Graph):
    """Microsoft Graph for a table-based tenant."""

    def __init__(self, tenant: Tables) -> None:
        async def token(*, claims: str | None = None, fresh: bool = False) -> AccessToken:
            raise AssertionError("nothing is sent")

        cloud = Cloud.practice("https://graph.test", "https://login.test/tenant")
        super().__init__(Network(), cloud, token, waits=WaitPolicy(lambda _waiting: None))
        self._tenant = tenant

    @property
    def service_time(self) -> datetime | None:
        """The tenant's own time."""
        return NOW

    async def _send(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        url: str = "",
        body: object | None = None,
        eventual: bool = False,
        **_options: Any,
    ) -> GraphResponse:
        if path == "/$batch":
            assert isinstance(body, dict)
            assert len(body["requests"]) <= 20, "Graph takes twenty in a request"
            answers = [self._part(part) for part in body["requests"]]
            return GraphResponse(200, {"responses": answers})
        address = url or self._url(path, params)
        status, answer = self._answer(address.partition("/v1.0")[2], eventual=eventual)
        if status >= 400:
            raise refused(method, path, status, {}, answer)
        return GraphResponse(status, answer)

    def _part(self, part: Json) -> Json:
        assert part["method"] == "GET", "a plan only reads"
        eventual = part.get("headers", {}).get("ConsistencyLevel") == "eventual"
        status, answer = self._answer(part["url"], eventual=eventual)
        return {"id": part["id"], "status": status, "body": answer}

    def _answer(self, address: str, *, eventual: bool) -> tuple[int, Any]:
        tenant = self._tenant
        tenant.requests.append(address)
        for text, status in tenant.refused.items():
            if text in address:
                return status, _error("Forbidden")
        parts = urlsplit(address)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        counted = "$count" in address
        if counted and not eventual:
            return 400, _error("Request_UnsupportedQuery")
        path = [unquote(each) for each in parts.path.strip("/").split("/")]
        match path:
            case ["users", "$count"]:
                return 200, str(len(tenant.users))
            case ["users"] if "$filter" in query:
                named = re.fullmatch(r"(\w+) in \((.*)\)", query["$filter"])
                assert named is not None
                names = {each.strip("'").casefold() for each in named.group(2).split(",")}
                users = tenant.users.values()
                held = [user for user in users if str(user.get(named.group(1))).casefold() in names]
                return self._rows(held, query, parts.path)
            case ["users"]:
                return self._rows(tenant.users.values(), query, parts.path)
            case ["users", person]:
                found = tenant.users.get(person)
                return (
                    (404, _error("Request_ResourceNotFound"))
                    if found is None
                    else (200, _only(found, query))
                )
            case ["users", person, "memberOf", "microsoft.graph.group"]:
                of = [each["about"] for each in tenant.groups.values() if person in each["users"]]
                return self._rows(of, query, parts.path)
            case ["groups", group, *rest] if group in tenant.groups:
                return self._of_group(tenant.groups[group], rest, query, parts.path)
            case ["auditLogs", "provisioning"]:
                since = re.search(r"activityDateTime gt (\S+)", query["$filter"])
                before = re.search(r"activityDateTime lt (\S+)", query["$filter"])
                begin, end = since.group(1) if since else "", before.group(1) if before else "9"
                identities = dict(re.findall(r"(\w+Identity)/id eq '([^']*)'", query["$filter"]))
                wanted = [
                    each
                    for each in tenant.log
                    if begin < each["activityDateTime"] < end
                    and all(each[identity]["id"] == of for identity, of in identities.items())
                ]
                return self._rows(wanted, query, parts.path)
            case ["servicePrincipals", "application", "synchronization", "jobs", "job", asked]:
                link = tenant.connections.get(asked.removeprefix("objectConnections('")[:-2])
                if link is None:
                    return 404, _error("ResourceNotFound")
                return 200, link
        return 404, _error("Request_ResourceNotFound")

    def _of_group(
        self, group: Json, rest: list[str], query: Mapping[str, str], path: str
    ) -> tuple[int, Any]:
        match rest:
            case []:
                return 200, _only(group["about"], query)
            case ["members", "microsoft.graph.user"]:
                users = [self._tenant.users[each] for each in group["users"] if each in self._tenant.users]
                return self._rows(users, query, path)
            case ["members", "microsoft.graph.user", "$count"]:
                return 200, str(len(group["users"]))
            case ["members", "microsoft.graph.group"]:
                inner = [{"id": each, "displayName": each.title()} for each in group["groups"]]
                return self._rows(inner, query, path)
        return 404, _error("Request_ResourceNotFound")

    def _rows(self, rows: Iterable[Json], query: Mapping[str, str], path: str) -> tuple[int, Json]:
        every = list(rows)
        start = int(query.get("$skiptoken", "0"))
        size = min(self._tenant.page, int(query.get("$top", "100")))
        page: Json = {"value": [_only(each, query) for each in every[start : start + size]]}
        page["value"] += self._tenant.odd_rows.get(path, [])
        if "$count" in query:
            page["@odata.count"] = len(every)
        if start + size < len(every):
            following = {**query, "$skiptoken": str(start + size)}
            page["@odata.nextLink"] = self._url(path, following)
        return 200, page


def _only(row: Json, query: Mapping[str, str]) -> Json:
    """Selected members, as Graph returns them: the id always, a member without a value as null."""
    if "$select" not in query:
        return row
    return {name: row.get(name) for name in dict.fromkeys(("id", *query["$select"].split(",")))}


def _error(code: str) -> Json:
    return {"error": {"code": code, "message": code}}


class TablePlayvox(Playvox):
    """Playvox with the accounts of a table-based tenant."""

    def __init__(self, tenant: Tables) -> None:
        address = parse_tenant_url("https://acme.playvox.com/scim/v1")
        assert isinstance(address, TenantUrl)
        key = SecretStr("dGFibGVzOm5vLXJlYWwta2V5LWF0LWFsbA==")
        super().__init__(Network(), address, KeyForHost(key, address.host))
        self._tenant = tenant

    async def _get(self, url: str) -> ScimResponse:
        tenant = self._tenant
        address = unquote(url.replace("+", " "))
        tenant.requests.append(address)
        for text, status in tenant.refused.items():
            if text in address:
                return _scim(status, {"schemas": [], "status": str(status), "detail": "refused"})
        parts = urlsplit(url)
        query = parse_qs(parts.query)
        kind, _, identifier = parts.path.rpartition("/scim/v1/")[2].partition("/")
        if identifier:
            account = tenant.accounts.get(unquote(identifier))
            return _scim(404, _missing()) if account is None else _scim(200, account)
        if kind == "Groups":
            return _scim(200, _listing([], 0))
        if "filter" in query:
            found = re.fullmatch(r'(\S+) eq "(.*)"', query["filter"][0])
            assert found is not None
            held = [each for each in tenant.accounts.values() if _has(each, *found.groups())]
            shown: list[Any] = [None if tenant.is_odd(each) else each for each in held]
            return _scim(200, _listing(shown, len(held)))
        every: list[Any] = [None if tenant.is_odd(each) else each for each in tenant.accounts.values()]
        start, count = int(query["startIndex"][0]) - 1, min(tenant.page, int(query["count"][0]))
        return _scim(200, _listing(every[start : start + count], len(every)))


def _has(account: Json, attribute: str, value: str) -> bool:
    return str(account.get(attribute, "")).casefold() == value.casefold()


def _listing(resources: list[Any], total: int) -> Json:
    return {"schemas": [_LIST], "totalResults": total, "Resources": resources}


def _missing() -> Json:
    return {"schemas": [], "status": "404", "detail": "not found"}


def _scim(status: int, body: Json) -> ScimResponse:
    return ScimResponse(status, (("content-type", "application/scim+json"),), json.dumps(body).encode())
