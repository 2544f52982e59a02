"""Reading Playvox's accounts, against loopback servers."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from pydantic import SecretStr

from tests.connection.lab.fault import KEY
from tests.connection.lab.raw import HEAD, bomb, dripping
from tests.connection.lab.server import Seen, answer, serving
from wizard.messages.explanation import known_codes
from wizard.network.clients import Network
from wizard.network.key_hosts import KeyForHost
from wizard.playvox import scim
from wizard.playvox.address import TenantUrl, parse_tenant_url
from wizard.playvox.attributes import ATTRIBUTES, MATCHING, attribute
from wizard.playvox.scim import (
    Playvox,
    ScimAccount,
    filter_query,
    read_account,
)
from wizard.problem import ProblemError

LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse"


def listing(resources: list[dict[str, object]], total: int | None = None) -> bytes:
    content = {
        "schemas": [LIST],
        "totalResults": len(resources) if total is None else total,
        "Resources": resources,
    }
    return answer(json.dumps(content).encode())


def person(number: int, **more: object) -> dict[str, object]:
    return {"id": str(number), "userName": f"Person{number}@contoso.example", "active": True, **more}


async def asked(
    answering: Callable[[Seen], bytes], what: Callable[[Playvox], object]
) -> tuple[object, list[Seen]]:
    async with serving(answering) as running:
        url = parse_tenant_url(
            f"http://localhost:{running.port}/scim/v1?aadOptscim062020", allow_loopback=True
        )
        assert isinstance(url, TenantUrl)
        async with Playvox(
            Network(allow_loopback=True), url, KeyForHost(SecretStr(KEY), url.host)
        ) as playvox:
            result = await what(playvox)  # type: ignore[misc]
        return result, running.requests


async def test_finds_one_by_user_name() -> None:
    found, requests = await asked(
        lambda _seen: listing(
            [person(7, active="False", emails=[{"type": "work", "value": "p7@contoso.example"}])]
        ),
        lambda playvox: playvox.find_account("userName", "person7@CONTOSO.example"),
    )
    assert isinstance(found, ScimAccount)
    assert (found.id, found.active, found.email) == ("7", False, "p7@contoso.example")
    assert requests[0].target == "/scim/v1/Users?filter=userName+eq+%22person7%40CONTOSO.example%22"
    assert requests[0].headers["authorization"] == f"Bearer {KEY}"


async def test_no_account_is_none() -> None:
    found, _ = await asked(lambda _seen: listing([]), lambda playvox: playvox.find_account("userName", "x"))
    assert found is None


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (listing([person(1), person(1)]), "duplicate_accounts"),
        (listing([person(2), person(3)]), "filter_ignored"),
        (listing([{"userName": "person1@contoso.example"}]), "account_without_id"),
        (answer(b"{}", "401 Unauthorized"), "key_rejected"),
        (answer(b"{}", "403 Forbidden"), "key_not_permitted"),
        (answer(b"{}", "404 Not Found"), "path_not_found"),
        (answer(b"{}", "429 Too Many Requests"), "throttled"),
        (answer(b"<html>", "200 OK", "text/html"), "not_scim_html"),
        (answer(b"{}", "302 Found", headers="Location: https://login.example\r\n"), "http_redirect"),
        (answer(b" " * (3 << 20)), "body_too_large"),
        (bomb(), "body_too_large"),
        (b"nonsense\r\n\r\n", "http_malformed"),
    ],
)
async def test_problems(data: bytes, code: str) -> None:
    with pytest.raises(ProblemError) as caught:
        await asked(
            lambda _seen: data, lambda playvox: playvox.find_account("userName", "person1@contoso.example")
        )
    assert caught.value.problem.code == code
    assert code in known_codes()
    assert KEY not in str(caught.value.problem)


def test_queries_are_encoded_as_microsofts_library_does() -> None:
    assert (
        filter_query("userName", "anna+test@contoso.com")
        == "filter=userName+eq+%22anna%2btest%40contoso.com%22"
    )
    assert (
        filter_query("userName", "o'brien@c.com", space="%20")
        == "filter=userName%20eq%20%22o%27brien%40c.com%22"
    )
    assert filter_query('emails[type eq "work"].value', "a@b") == (
        "filter=emails%5btype+eq+%22work%22%5d.value+eq+%22a%40b%22"
    )


def test_attributes_are_the_tutorials() -> None:
    assert [each.name for each in ATTRIBUTES if each.filterable] == [MATCHING]
    assert len(ATTRIBUTES) == 8
    found = attribute("USERNAME")
    assert found is not None
    assert found.name == "userName"
    assert attribute("nickName") is None


def test_a_resource_without_id_is_no_account() -> None:
    assert read_account({"userName": "x"}) is None
    assert read_account({"id": ""}) is None
    assert read_account({"id": [5]}) is None


@pytest.mark.parametrize("prefix", [b"HTTP/1.1 200 OK\r\n", HEAD + b"Content-Length: 9999\r\n\r\n"])
async def test_an_answer_that_never_ends_is_not_asked_for_again(
    monkeypatch: pytest.MonkeyPatch, prefix: bytes
) -> None:
    """Each piece of it comes in time; so attempts are bounded by the time that they take together."""
    monkeypatch.setattr(scim, "_WHOLE", 0.3)
    async with serving(raw=dripping(prefix, b"X-More: x\r\n", 0.02)) as running:
        url = parse_tenant_url(f"http://localhost:{running.port}/scim/v1", allow_loopback=True)
        assert isinstance(url, TenantUrl)
        key = KeyForHost(SecretStr(KEY), url.host)
        async with Playvox(Network(allow_loopback=True), url, key) as playvox:
            with pytest.raises(ProblemError) as caught:
                await playvox.resources(1, 100)
    assert (caught.value.problem.code, running.connections) == ("http_timeout", 1)
