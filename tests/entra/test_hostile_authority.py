"""A sign-in service that sends what none should: over a real socket, through MSAL."""

from __future__ import annotations

import asyncio
import gzip
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.entra.loopback_authority import LoopbackAuthority, answering, serving_authority, sign_in_at
from wizard.entra import sign_in_http
from wizard.entra.aadsts import SignInError
from wizard.entra.account import DeviceCode
from wizard.entra.scopes import READ_SCOPES

_GOOD = {
    "access_token": "a",
    "expires_in": 3600,
    "token_type": "Bearer",
    "scope": "openid",
}
_METADATA: dict[str, Any] = {
    "a list": [],
    "a text": "x",
    "null": None,
    "a number": 5,
    "deep": json.loads("[" * 900 + "]" * 900),
    "without addresses": {},
    "addresses are numbers": {"authorization_endpoint": 1, "token_endpoint": 2, "issuer": 3},
    "addresses are null": {"authorization_endpoint": None, "token_endpoint": None, "issuer": None},
}
_TOKENS: dict[str, Any] = {
    "a list": [],
    "null": None,
    "a text": "x",
    "token null": {**_GOOD, "access_token": None},
    "token a list": {**_GOOD, "access_token": []},
    "no id token": _GOOD,
    "id token no token": {**_GOOD, "id_token": "x"},
    "id token a number": {**_GOOD, "id_token": 7},
    "error a list": {"error": [], "error_description": {}},
    "codes odd": {"error": "x", "error_codes": [None, {}], "correlation_id": 5},
}


def _nothing(_address: str) -> None:
    """A browser in which nobody does anything."""


@pytest.fixture
def authority() -> Iterator[LoopbackAuthority]:
    with serving_authority() as server:
        yield server


@pytest.mark.parametrize("name", _METADATA)
async def test_odd_metadata_is_a_problem(name: str, authority: LoopbackAuthority) -> None:
    authority.metadata = _METADATA[name]
    with pytest.raises(SignInError) as caught:
        await sign_in_at(authority).interactive(
            READ_SCOPES, open_browser=lambda _address: None, patience=0.2
        )
    assert caught.value.problem.code.startswith("signin_")


@pytest.mark.parametrize("name", _TOKENS)
async def test_an_odd_token_is_a_problem(name: str, authority: LoopbackAuthority) -> None:
    authority.metadata = authority.complete_metadata()
    authority.token = _TOKENS[name]
    with pytest.raises(SignInError) as caught:
        await sign_in_at(authority).interactive(READ_SCOPES, open_browser=answering, patience=5)
    assert caught.value.problem.code.startswith("signin_")


async def test_an_answer_without_end_is_bounded(authority: LoopbackAuthority) -> None:
    authority.metadata = gzip.compress(b" " * 200_000_000, 1)
    with pytest.raises(SignInError) as caught:
        await sign_in_at(authority).interactive(
            READ_SCOPES, open_browser=lambda _address: None, patience=0.2
        )
    assert caught.value.problem.code.startswith("signin_")


@pytest.mark.parametrize("what", ["drip", "headers drip"])
@pytest.mark.parametrize("where", ["metadata", "token", "code"])
async def test_an_answer_byte_by_byte_is_bounded(
    what: str, where: str, authority: LoopbackAuthority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in_http, "_WHOLE", 0.3)
    authority.metadata = authority.complete_metadata()
    setattr(authority, where, what)
    began = time.monotonic()
    sign_in = sign_in_at(authority)
    with pytest.raises(SignInError) as caught:
        await (
            sign_in.device_code(READ_SCOPES, lambda _code: None)
            if where == "code"
            else sign_in.interactive(READ_SCOPES, open_browser=answering, patience=5)
        )
    assert caught.value.problem.code == "signin_unreachable"
    assert time.monotonic() - began < 9  # the server goes on for ten seconds


async def test_an_answer_that_is_compressed_twice_is_not_unpacked(authority: LoopbackAuthority) -> None:
    authority.metadata = gzip.compress(gzip.compress(b"{}"))
    authority.coding = "gzip, gzip"
    with pytest.raises(SignInError) as caught:
        await sign_in_at(authority).interactive(
            READ_SCOPES, open_browser=lambda _address: None, patience=0.2
        )
    assert "compressed more than once" in caught.value.problem.raw


_CODE = {
    "user_code": "ABC123DEF",
    "device_code": "d",
    "verification_uri": "https://microsoft.com/devicelogin",
}
_CODES: dict[str, Any] = {
    "no page": {**_CODE, "verification_uri": None},
    "page a script": {**_CODE, "verification_uri": "javascript:alert(1)"},
    "page a file": {**_CODE, "verification_uri": "file:///etc/passwd"},
    "page in plain http": {**_CODE, "verification_uri": "http://microsoft.com/devicelogin"},
    "page no address": {**_CODE, "verification_uri": "https://["},
    "page with controls": {**_CODE, "verification_uri": "https://x/\u001b[2J"},
    "code null": {**_CODE, "user_code": None},
    "code a list": {**_CODE, "user_code": ["a"]},
    "code with controls": {**_CODE, "user_code": "\u001b[2JABC"},
    "code without end": {**_CODE, "user_code": "A" * 100_000},
    "lives no number": {**_CODE, "expires_in": "soon"},
    "lives a list": {**_CODE, "expires_in": []},
    "pauses a list": {**_CODE, "interval": []},
}


@pytest.mark.parametrize("name", _CODES)
async def test_an_odd_device_code_is_a_problem(name: str, authority: LoopbackAuthority) -> None:
    authority.metadata = authority.complete_metadata()
    authority.code = _CODES[name]
    shown: list[DeviceCode] = []
    with pytest.raises(SignInError) as caught:
        await sign_in_at(authority).device_code(READ_SCOPES, shown.append)
    assert caught.value.problem.code.startswith("signin_")
    assert not shown


@pytest.mark.parametrize(
    "times",
    [
        {"interval": 0, "expires_in": 1},
        {"interval": -5, "expires_in": 1},
        {"interval": 10**9, "expires_in": 1},
        {"interval": "1", "expires_in": "1"},
        {"interval": 1, "expires_in": -(10**12)},
    ],
)
async def test_a_code_that_nobody_enters_expires(
    times: dict[str, Any], authority: LoopbackAuthority
) -> None:
    authority.metadata = authority.complete_metadata()
    authority.code = {**_CODE, **times}
    authority.token = {"error": "authorization_pending", "error_codes": [70016]}
    shown: list[DeviceCode] = []
    async with asyncio.timeout(20):
        with pytest.raises(SignInError) as caught:
            await sign_in_at(authority).device_code(READ_SCOPES, shown.append)
    assert caught.value.problem.code == "signin_code_expired"
    assert len(shown) == 1
    assert len(authority.asked) < 6, "with pauses"


@pytest.mark.parametrize("lives", [10**30, 10**12, 10**5])
async def test_a_code_lives_an_hour_at_most(lives: int, authority: LoopbackAuthority) -> None:
    authority.metadata = authority.complete_metadata()
    authority.code = {**_CODE, "expires_in": lives}
    authority.token = {"error": "access_denied"}
    shown: list[DeviceCode] = []
    with pytest.raises(SignInError):
        await sign_in_at(authority).device_code(READ_SCOPES, shown.append)
    assert shown[0].expires - datetime.now(UTC) < timedelta(minutes=61)


@pytest.mark.parametrize(
    "page", ["file:///etc/passwd", "javascript:alert(1)", "http://localhost/", "x", ""]
)
async def test_no_browser_opens_what_is_no_page(page: str, authority: LoopbackAuthority) -> None:
    authority.metadata = {**authority.complete_metadata(), "authorization_endpoint": page}
    opened: list[str] = []
    with pytest.raises(SignInError):
        await sign_in_at(authority).interactive(READ_SCOPES, open_browser=opened.append, patience=1)
    assert not opened
