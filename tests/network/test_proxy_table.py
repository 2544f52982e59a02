"""One proxy decision for sign-in, Graph, Playvox and the connection test, for all kinds of settings."""

# ruff: noqa: E501 - one row of the table per line

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import httpx
import pytest

from tests.connection.lab import raw
from tests.connection.lab.authority import Authority
from tests.connection.lab.server import answer, serving
from tests.network.clients import CLIENTS, everything
from tests.network.proxy_servers import Tunnels, http_proxy, running
from wizard.messages import explain
from wizard.network.clients import Network
from wizard.network.proxy_failure import ProxyFailed

HTTP, SOCKS = "http://127.0.0.1:{http}", "socks5://127.0.0.1:{socks}"


@dataclass(frozen=True)
class Row:
    """Settings with the expected result: a `way` ("direct", "http", "socks") or a `problem` code.

    {http}, {socks} and {server} stand for ports. `login` is what the proxies require.
    """

    settings: Mapping[str, str]
    way: str = ""
    problem: str = ""
    names: str = ""
    login: str = ""
    shown: str = ""


def through(way: str, **settings: str) -> Row:
    return Row(settings, way)


def refused(names: str, value: str, shown: str) -> Row:
    return Row({names: value}, problem="proxy_unusable", names=names, shown=shown)


USABLE = [
    through("direct"),
    through("direct", HTTPS_PROXY=" "),
    through("direct", HTTP_PROXY="ftp://127.0.0.1:9"),  # for plain http only, which never leaves this computer
    through("http", HTTPS_PROXY=HTTP),
    through("http", https_proxy=HTTP + "/"),
    through("http", https_proxy=HTTP, HTTPS_PROXY="ftp://127.0.0.1:9"),  # the lower-case one takes precedence
    through("http", HTTPS_PROXY="127.0.0.1:{http}"),
    through("http", ALL_PROXY=HTTP),
    through("http", ALL_PROXY=SOCKS, HTTPS_PROXY=HTTP),
    through("socks", ALL_PROXY=SOCKS),
    through("socks", ALL_PROXY="socks5h://localhost:{socks}"),
    through("socks", all_proxy="socks://127.0.0.1:{socks}/"),  # as GNOME's terminal writes it
    through("socks", HTTPS_PROXY=SOCKS),
    Row({"HTTPS_PROXY": "http://ana:p%23ss@127.0.0.1:{http}"}, "http", login="ana:p#ss"),
    Row({"HTTPS_PROXY": "http://ana:p#ss@127.0.0.1:{http}"}, "http", login="ana:p#ss"),
    Row({"HTTPS_PROXY": "ana:p#s/s?@127.0.0.1:{http}"}, "http", login="ana:p#s/s?"),
    Row({"ALL_PROXY": "socks5://ana:p%23ss@127.0.0.1:{socks}"}, "socks", login="ana:p#ss"),
    through("direct", HTTPS_PROXY=HTTP, NO_PROXY="localhost"),
    through("direct", HTTPS_PROXY=HTTP, no_proxy="intra.corp, LOCALHOST."),
    through("direct", HTTPS_PROXY=HTTP, NO_PROXY="localhost:{server}"),
    through("direct", HTTPS_PROXY=HTTP, NO_PROXY="*"),
    through("direct", ALL_PROXY="ftp://127.0.0.1:9", NO_PROXY="localhost"),
    through("http", HTTPS_PROXY=HTTP, NO_PROXY="localhost:1"),
    through("http", HTTPS_PROXY=HTTP, NO_PROXY="fe80::/10"),
    through("http", HTTPS_PROXY=HTTP, NO_PROXY="[::1]"),
    through("http", HTTPS_PROXY=HTTP, NO_PROXY="[::1"),
    through("http", HTTPS_PROXY=HTTP, NO_PROXY="intra.corp:8o80"),
    through("http", HTTPS_PROXY=HTTP, NO_PROXY="user:p#ss@proxy"),
    through("socks", ALL_PROXY=SOCKS, NO_PROXY="fe80::/10,[::1],intra.corp:8o80,, ,host"),
    through("direct", ALL_PROXY=SOCKS, NO_PROXY="fe80::/10,[::1],intra.corp:8o80,localhost"),
    through("direct", NO_PROXY="fe80::/10,[::1],intra.corp:8o80"),
]  # fmt: skip
UNUSABLE = [
    refused("ALL_PROXY", "ftp://127.0.0.1:{http}", "ftp"),
    refused("HTTPS_PROXY", "socks4://127.0.0.1:{socks}", "socks4"),
    refused("https_proxy", "quic://127.0.0.1:{socks}", "quic"),
    refused("HTTPS_PROXY", "http://[::1", "[::1"),
    refused("HTTPS_PROXY", "http://[::g]:80", "[::g]"),
    refused("ALL_PROXY", "http://127.0.0.1:99999", "127.0.0.1"),
    refused("ALL_PROXY", "socks5://127.0.0.1:0", "127.0.0.1"),
    refused("ALL_PROXY", "127.0.0.1:8o80", "127.0.0.1"),
    refused("HTTPS_PROXY", "http://", "http"),
    refused("HTTPS_PROXY", "http://:8080", "8080"),
    refused("HTTPS_PROXY", "ht!tp://proxy:8080", "ht!tp"),
    refused("HTTPS_PROXY", "http://pro xy:8080", "pro xy"),
    refused("HTTPS_PROXY", "http://" + "x" * 70 + ":8080", "xxx"),
    refused("HTTPS_PROXY", "DIRECT; PROXY a", "DIRECT"),
    Row({"ALL_PROXY": HTTP.replace("{http}", "1")}, problem="proxy_unreachable", shown="127.0.0.1:1"),
    Row({"ALL_PROXY": SOCKS.replace("{socks}", "1")}, problem="proxy_unreachable", shown="127.0.0.1:1"),
    Row({"ALL_PROXY": "http://127.0.0.1:{socks}"}, problem="proxy_unreachable"),
    Row({"ALL_PROXY": "socks5://127.0.0.1:{http}"}, problem="proxy_unreachable"),
    Row({"ALL_PROXY": "https://127.0.0.1:{http}"}, problem="proxy_unreachable"),
    Row({"HTTPS_PROXY": HTTP}, problem="proxy_auth_required", login="ana:secret-word"),
    Row({"HTTPS_PROXY": SOCKS}, problem="proxy_auth_required", login="ana:secret-word"),
    Row({"HTTPS_PROXY": "http://ana:wrong-horse@127.0.0.1:{http}"}, problem="proxy_auth_required", login="a:b"),
    Row({"HTTPS_PROXY": "socks5://ana:wrong-horse@127.0.0.1:{socks}"}, problem="proxy_auth_required", login="a:b"),
]  # fmt: skip


def name_of(row: Row) -> str:
    return ",".join(f"{name}={value}" for name, value in row.settings.items()) + (
        " login" * bool(row.login)
    )


@contextlib.contextmanager
def settings(values: Mapping[str, str]) -> Iterator[None]:
    """The environment with these proxy settings and no others."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.lower().endswith("_proxy"):
                patch.delenv(name)
        for name, value in values.items():
            patch.setenv(name, value)
        yield


@dataclass
class Reached:
    """How a server was reached."""

    ways: set[str] = field(default_factory=set)
    logins: set[str] = field(default_factory=set)


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("row", [*USABLE, *UNUSABLE], ids=name_of)
async def test_every_client_uses_the_same_route(row: Row, client: str, lab: Authority) -> None:
    base = ""
    async with (
        running("http", row.login) as http,
        running("socks", row.login) as socks,
        serving(everything(lambda: base), lab.context()) as server,
    ):
        base = f"https://localhost:{server.port}"
        ports = {"http": http.port, "socks": socks.port, "server": server.port}
        network = Network(extra_ca=lab.root_file, allow_loopback=True)
        with settings({name: value.format(**ports) for name, value in row.settings.items()}):
            problem = await CLIENTS[client](network, base)
        if row.problem:
            assert problem is not None
            assert problem.code == row.problem
            assert server.connections == 0
            words = explain(problem)
            text = " ".join((words.what, words.why, *words.do))
            assert row.names in words.what
            assert row.shown in text
            assert "–" not in text, "a fact is missing"
            assert not any(name in text for name in ("Entra", "Graph", "wrong-horse", "secret-word"))
            return
        assert problem is None
        assert server.requests
        here = f"localhost:{server.port}"
        assert set(http.asked) == ({here} if row.way == "http" else set())
        assert set(socks.asked) == ({here} if row.way == "socks" else set())
        assert set(http.logins + socks.logins) <= {row.login}


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize(
    ("handler", "code"),
    [
        (raw.hanging_up, "proxy_unreachable"),
        (raw.speaking_ssh, "proxy_unreachable"),
        (raw.to_any_start(answer(b"", "403 Forbidden", "text/html")), "proxy_unreachable"),
        (raw.to_any_start(answer(b"", "502 Bad Gateway")), "proxy_unreachable"),
        (raw.to_any_start(b"HTTP/1.1 200 OK\r\n\r\n<html>welcome</html>"), "proxy_unreachable"),
        (raw.to_any_start(b"HTTP/1.1 200 O"), "proxy_unreachable"),
    ],
    ids=["hangs up", "speaks SSH", "refuses", "cannot reach it", "speaks first", "is cut off"],
)
@pytest.mark.parametrize("kind", ["http", "socks5"])
async def test_a_broken_proxy_is_named(
    kind: str, handler: raw.Raw, code: str, client: str, lab: Authority
) -> None:
    async with serving(raw=handler) as proxy:
        network = Network(extra_ca=lab.root_file, allow_loopback=True)
        with settings({"ALL_PROXY": f"{kind}://127.0.0.1:{proxy.port}"}):
            problem = await CLIENTS[client](network, "https://localhost:1")
    assert problem is not None
    assert problem.code == code
    words = explain(problem)
    assert f"127.0.0.1:{proxy.port}" in words.what
    assert "–" not in words.what + words.why


@pytest.mark.parametrize("client", CLIENTS)
async def test_a_proxy_reached_by_tls(client: str, lab: Authority) -> None:
    """TLS to the proxy, and TLS to the server inside it."""
    base, seen = "", Tunnels()
    async with (
        serving(everything(lambda: base), lab.context()) as server,
        serving(raw=http_proxy(seen), tls=lab.context()) as proxy,
    ):
        base = f"https://localhost:{server.port}"
        network = Network(extra_ca=lab.root_file, allow_loopback=True)
        with settings({"HTTPS_PROXY": f"https://localhost:{proxy.port}"}):
            problem = await CLIENTS[client](network, base)
    assert problem is None
    assert set(seen.asked) == {f"localhost:{server.port}"}


@pytest.mark.parametrize("kind", ["http", "https", "socks5"])
async def test_a_silent_proxy_is_given_up_in_time(kind: str, lab: Authority) -> None:
    """httpcore itself would wait for a SOCKS proxy forever."""
    network = Network(extra_ca=lab.root_file, allow_loopback=True)
    patience = httpx.Timeout(30.0, connect=0.3)
    async with serving(raw=raw.silent) as proxy:
        with settings({"ALL_PROXY": f"{kind}://127.0.0.1:{proxy.port}"}):
            async with asyncio.timeout(10), network.client(timeout=patience) as client:
                with pytest.raises(ProxyFailed) as caught:
                    await client.get("https://localhost:1/")
            assert caught.value.code == "proxy_unreachable"
            assert caught.value.facts["why"] == "timeout"
            with network.blocking_client(timeout=patience) as blocking:
                async with asyncio.timeout(10):
                    with pytest.raises(ProxyFailed) as caught:
                        await asyncio.to_thread(blocking.get, "https://localhost:1/")
            assert caught.value.facts["why"] == "timeout"


async def test_practice_uses_no_proxy(lab: Authority) -> None:
    async with serving(everything(str), lab.context(names=("acme.playvox.com",))) as server:
        routes = {"acme.playvox.com": ("127.0.0.1", server.port)}
        network = Network(extra_ca=lab.root_file, routes=routes)
        with settings({"ALL_PROXY": "ftp://nowhere:1", "NO_PROXY": "fe80::/10"}):
            assert await CLIENTS["Playvox"](network, "https://acme.playvox.com") is None
            assert await CLIENTS["connection test"](network, "https://acme.playvox.com") is None
            with network.blocking_client() as client:
                answer_ = await asyncio.to_thread(client.get, "https://acme.playvox.com/scim/v1/Users")
        assert answer_.status_code == 200
