"""A sign-in service over a real socket whose every answer the test decides."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx

from wizard.entra.cloud import Cloud
from wizard.entra.sign_in import SignIn
from wizard.entra.sign_in_http import SignInHttp
from wizard.network.clients import Network


class LoopbackAuthority(ThreadingHTTPServer):
    """A sign-in service that answers what the test says."""

    metadata: Any = None
    token: Any = None
    code: Any = None
    coding = "gzip"

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.asked: list[str] = []

    def complete_metadata(self) -> dict[str, Any]:
        """Metadata of a sign-in service that works."""
        base = f"https://127.0.0.1:{self.server_port}"
        return {
            "authorization_endpoint": f"{base}/authorize",
            "token_endpoint": f"{base}/token",
            "device_authorization_endpoint": f"{base}/device",
            "issuer": base,
        }


class _Handler(BaseHTTPRequestHandler):
    server: LoopbackAuthority

    def do_GET(self) -> None:
        self._send(self.server.metadata)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.server.asked.append(self.path)
        self._send(self.server.code if self.path == "/device" else self.server.token)

    def _send(self, value: Any) -> None:
        if value in ("drip", "headers drip"):
            self._drip(headers=value == "headers drip")
            return
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        if body[:2] == b"\x1f\x8b":
            self.send_header("Content-Encoding", self.server.coding)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _drip(self, *, headers: bool) -> None:
        self.send_response(200)
        if not headers:
            self.end_headers()
        self.flush_headers()
        with suppress(OSError):
            for _each in range(200):
                self.wfile.write(b"a" if headers else b" ")
                time.sleep(0.05)

    def log_message(self, *_args: Any) -> None:
        """Nothing is logged."""


@contextmanager
def serving_authority() -> Iterator[LoopbackAuthority]:
    """A running one."""
    with LoopbackAuthority(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()


class OverHttp(SignInHttp):
    """MSAL asks only https addresses; the test's server has no certificate."""

    def _sent(self, method: str, url: str, **options: Any) -> httpx.Response:
        return super()._sent(method, url.replace("https://", "http://"), **options)


def sign_in_at(server: LoopbackAuthority) -> SignIn:
    """A sign-in there."""
    base = f"https://127.0.0.1:{server.server_port}"
    network = Network(allow_loopback=True)
    made = SignIn(
        Cloud("practice", base, base, base), "00000000-0000-0000-0000-000000000001", network, None, "t"
    )
    made._http = OverHttp(network)
    return made


def answering(address: str) -> None:
    """A browser that brings a code back at once."""
    query = httpx.URL(address).params
    httpx.post(query["redirect_uri"], data={"code": "c", "state": query["state"]}, trust_env=False)
