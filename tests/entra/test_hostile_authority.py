"""A sign-in service that sends what none should: over a real socket, through MSAL."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from wizard.entra import sign_in_http
from wizard.entra.aadsts import SignInError
from wizard.entra.cloud import Cloud
from wizard.entra.scopes import READ_SCOPES
from wizard.entra.sign_in import SignIn
from wizard.entra.sign_in_http import SignInHttp
from wizard.network.clients import Network

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


class _Authority(ThreadingHTTPServer):
    metadata: Any = None
    token: Any = None


class _Handler(BaseHTTPRequestHandler):
    server: _Authority

    def do_GET(self) -> None:
        self._send(self.server.metadata)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self._send(self.server.token)

    def _send(self, value: Any) -> None:
        if value == "drip":
            self._drip()
            return
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        if body[:2] == b"\x1f\x8b":
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        with suppress(OSError):
            for _each in range(200):
                self.wfile.write(b" ")
                time.sleep(0.05)

    def log_message(self, *_args: Any) -> None:
        """Nothing is logged."""


@contextmanager
def _serving() -> Iterator[_Authority]:
    with _Authority(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()


@pytest.fixture
def authority() -> Iterator[_Authority]:
    with _serving() as server:
        yield server


class _OverHttp(SignInHttp):
    """MSAL asks only https addresses; the test's server has no certificate."""

    def _sent(self, method: str, url: str, **options: Any) -> httpx.Response:
        return super()._sent(method, url.replace("https://", "http://"), **options)


def _sign_in(server: _Authority) -> SignIn:
    base = f"https://127.0.0.1:{server.server_port}"
    network = Network(allow_loopback=True)
    made = SignIn(
        Cloud("practice", base, base, base), "00000000-0000-0000-0000-000000000001", network, None, "t"
    )
    made._http = _OverHttp(network)
    return made


@pytest.mark.parametrize("name", _METADATA)
async def test_odd_metadata_is_a_problem(name: str, authority: _Authority) -> None:
    authority.metadata = _METADATA[name]
    with pytest.raises(SignInError) as caught:
        await _sign_in(authority).interactive(READ_SCOPES, open_browser=lambda _address: None, patience=0.2)
    assert caught.value.problem.code.startswith("signin_")


@pytest.mark.parametrize("name", _TOKENS)
async def test_an_odd_token_is_a_problem(name: str, authority: _Authority) -> None:
    base = f"https://127.0.0.1:{authority.server_port}"
    authority.metadata = {
        "authorization_endpoint": f"{base}/authorize",
        "token_endpoint": f"{base}/token",
        "device_authorization_endpoint": f"{base}/device",
        "issuer": base,
    }
    authority.token = _TOKENS[name]
    with pytest.raises(SignInError) as caught:
        await _sign_in(authority).interactive(READ_SCOPES, open_browser=_answering, patience=5)
    assert caught.value.problem.code.startswith("signin_")


def _answering(address: str) -> None:
    """A browser that brings a code back at once."""
    query = httpx.URL(address).params
    httpx.post(query["redirect_uri"], data={"code": "c", "state": query["state"]}, trust_env=False)


async def test_an_answer_without_end_is_bounded(authority: _Authority) -> None:
    authority.metadata = gzip.compress(b" " * 200_000_000, 1)
    with pytest.raises(SignInError) as caught:
        await _sign_in(authority).interactive(READ_SCOPES, open_browser=lambda _address: None, patience=0.2)
    assert caught.value.problem.code.startswith("signin_")


async def test_an_answer_byte_by_byte_is_bounded(
    authority: _Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in_http, "_WHOLE", 0.2)
    authority.metadata = "drip"
    began = time.monotonic()
    with pytest.raises(SignInError) as caught:
        await _sign_in(authority).interactive(READ_SCOPES, open_browser=lambda _address: None, patience=0.2)
    assert caught.value.problem.code.startswith("signin_")
    assert time.monotonic() - began < 8
