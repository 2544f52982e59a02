"""Other servers in the place of Microsoft Graph, the sign-in service or Playvox."""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from tests.cli.matrix.attempt import Attempt
from tests.cli.matrix.commands import Command
from tests.cli.matrix.damages.damage import Damage
from tests.cli.matrix.stranger import stranger
from tests.connection.lab import raw
from tests.connection.lab.authority import Authority
from tests.connection.lab.server import Answering, Raw, Running, answer

_NAMES = ("localhost", "acme.playvox.com")
_PAGE = b"<html><head><title>Sign in</title></head><body>\x1b[31mPlease sign in.</body></html>"


@dataclass(frozen=True)
class _Stranger:
    """What another server does."""

    answering: Answering | None = None
    raw: Callable[[], Raw] | None = None
    names: tuple[str, ...] = _NAMES
    trusted: bool = True
    tls: bool = True


def _says(
    body: bytes, status: str = "200 OK", kind: str = "application/json", headers: str = ""
) -> _Stranger:
    return _Stranger(lambda _seen: answer(body, status, kind, headers))


def _does(make: Callable[[], Raw], *, tls: bool = True) -> _Stranger:
    return _Stranger(raw=make, tls=tls)


_STRANGERS: dict[str, _Stranger] = {
    "a page": _says(_PAGE, kind="text/html"),
    "a page as JSON": _says(_PAGE),
    "nothing": _says(b""),
    "no content": _Stranger(lambda _seen: b"HTTP/1.1 204 No Content\r\n\r\n"),
    "JSON as a picture": _says(b'{"value": [], "Resources": [], "totalResults": 0}', kind="image/png"),
    "an empty object": _says(b"{}"),
    "a list": _says(b"[1, null]"),
    "deep JSON": _says(b"[" * 100_000),
    "no text": _says(b'{"value": "\xff\xfe"}'),
    "another 404": _says(b"<h1>Not Found</h1>nginx/1.26.1", "404 Not Found", "text/html"),
    "bad gateway": _says(_PAGE, "502 Bad Gateway", "text/html"),
    "odd status": _says(b"{}", "799 \x1b[31mOdd"),
    "a proxy's question": _says(
        b"", "407 Proxy Authentication Required", headers="Proxy-Authenticate: Basic\r\n"
    ),
    "another sign-in": _says(b"", "401 Unauthorized", headers="WWW-Authenticate: Negotiate, \x1b]0;x\r\n"),
    "redirect": _says(b"", "302 Found", headers="Location: https://evil.example/collect\r\n"),
    "redirect to itself": _Stranger(
        lambda seen: answer(b"", "307 Temporary Redirect", "", f"Location: {seen.target}\r\n")
    ),
    "redirect to a file": _says(b"", "301 Moved", headers="Location: file:///etc/passwd\r\n"),
    "endless body": _does(lambda: raw.endless(raw.HEAD + b"\r\n", b'{"value": [' * 999)),
    "endless header": _does(
        lambda: raw.endless(b"HTTP/1.1 200 OK\r\n", b"X-More: " + b"x" * 999 + b"\r\n")
    ),
    "slow drip": _does(lambda: raw.dripping(raw.HEAD + b"Content-Length: 99999\r\n\r\n", b" ")),
    "slow header": _does(lambda: raw.dripping(b"HTTP/1.1 200 OK\r\n", b"X-More: x\r\n")),
    "a gzip bomb": _does(lambda: raw.then_close(raw.bomb())),
    "half a gzip": _does(lambda: raw.then_close(raw.cut_gzip())),
    "bad chunks": _does(lambda: raw.then_close(raw.chunked(b"zz\r\nabc"))),
    "half an answer": _does(lambda: raw.cut_at(60)),
    "no HTTP": _does(lambda: raw.to_any_start(b"220 mail.example ESMTP\r\n")),
    "silence": _does(lambda: raw.silent),
    "hanging up": _does(lambda: raw.hanging_up),
    "plain HTTP": _does(lambda: raw.plain_http, tls=False),
    "SSH": _does(lambda: raw.speaking_ssh, tls=False),
    "silence before TLS": _does(lambda: raw.silent, tls=False),
    "TLS of another name": _Stranger(lambda _seen: answer(), names=("other.example",)),
    "TLS of another authority": _Stranger(lambda _seen: answer(), trusted=False),
}
_PLACES = ("graph", "authority", "scim")


def _instead(place: str, what: _Stranger) -> Callable[[Attempt], None]:
    def change(attempt: Attempt) -> None:
        assert attempt.lab is not None
        tls: ssl.SSLContext | None = None
        if what.tls:
            folder = attempt.places["place"] / "authority"
            folder.mkdir()
            tls = (attempt.lab if what.trusted else Authority(folder)).context(names=what.names)
        served = stranger(tls, what.answering, what.raw() if what.raw else None)
        running = attempt.beside.enter_context(served)
        whole = json.loads(attempt.places["line"].read_text())
        trusted = json.loads(attempt.places["odd"].read_text())["ca_file"]
        path = urlsplit(whole[place]).path
        line = {**whole, "ca_file": trusted, place: f"https://localhost:{running.port}{path}"}
        attempt.places["line"].write_text(json.dumps(line))
        if place != "scim" and str(attempt.command) != "test":  # which signs in with --entra only
            attempt.codes = frozenset({1, 2, 3})
        if not what.trusted or what.names != _NAMES:
            attempt.checks.append(lambda: _secrets(running))

    return change


def _secrets(running: Running) -> str:
    """Whether a server that proved nothing got a credential."""
    given = [each.target for each in running.requests if "authorization" in each.headers]
    return f"secret: sent with {given[:3]}" if given else ""


def _meets(place: str) -> Callable[[Command], bool]:
    def fits(command: Command) -> bool:
        return command.signs_in and not (place == "scim" and command.name.startswith("practice "))

    return fits


DAMAGES = [
    Damage(f"strangers: {name} at {place}", _instead(place, what), _meets(place))
    for name, what in _STRANGERS.items()
    for place in _PLACES
]
