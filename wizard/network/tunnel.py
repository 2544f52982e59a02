"""The tunnel protocols of proxies, without input or output: HTTP CONNECT and SOCKS5.

RFC 9110 section 9.3.6; RFC 1928 with names looked up by the proxy, and RFC 1929 for user names.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Generator
from typing import Any

import h11
from socksio import ProtocolError, SOCKSError
from socksio.socks5 import (
    SOCKS5AuthMethod,
    SOCKS5AuthMethodsRequest,
    SOCKS5AuthReply,
    SOCKS5Command,
    SOCKS5CommandRequest,
    SOCKS5Reply,
    SOCKS5ReplyCode,
    SOCKS5UsernamePasswordRequest,
)

from wizard.network.proxies import Proxy
from wizard.network.proxy_failure import ProxyFailed
from wizard.network.proxy_pages import what_proxy_said

USER_AGENT = "playvox-provisioning"
Conversation = Generator[bytes | None, bytes, None]
"""Yields bytes to send (empty: only read), receives bytes read (empty: the proxy closed it).

None asks for more of a refusal's page, if it comes soon: b"" in answer means that nothing more is
waited for.
"""
_LARGEST_HEAD = 64 * 1024
_MOST_EVENTS = 64
_SPOKE = "unexpected data after its answer"
_ADDRESS_SIZES = {1: 4, 4: 16}  # by SOCKS address type; names have their own length byte


def conversation(proxy: Proxy, host: str, port: int) -> Conversation:
    """Ask the proxy for a tunnel to a host; ends when it is open, raises `ProxyFailed` otherwise."""
    facts: dict[str, Any] = {"proxy": proxy.shown, "host": host, "source": proxy.source}
    speak = _socks if proxy.kind == "socks5" else _connect
    try:
        yield from speak(proxy, host, port, facts)
    except (h11.RemoteProtocolError, SOCKSError) as error:
        raise ProxyFailed("proxy_unreachable", {**facts, "why": "answer", "reason": str(error)}) from None


def _connect(proxy: Proxy, host: str, port: int, facts: dict[str, Any]) -> Conversation:
    name = f"[{host}]" if ":" in host else host
    authority = f"{name}:{port}".encode()
    headers = [(b"Host", authority), (b"User-Agent", USER_AGENT.encode())]
    if proxy.password is not None:
        login = f"{proxy.user}:{proxy.password.get_secret_value()}".encode()
        headers.append((b"Proxy-Authorization", b"Basic " + base64.b64encode(login)))
    connection = h11.Connection(h11.CLIENT, max_incomplete_event_size=_LARGEST_HEAD)
    sent = connection.send(h11.Request(method=b"CONNECT", target=authority, headers=headers))
    response = yield from _response(connection, sent or b"")
    status = response.status_code
    if not 200 <= status < 300:
        heads = [(key.decode("latin-1"), value.decode("latin-1")) for key, value in response.headers]
        page = yield from _page(connection)
        said = what_proxy_said(status, heads, page, bytes(response.reason).decode("latin-1"))
        if status == 407:
            facts |= {"status": status, "login_sent": proxy.password is not None, **said}
            raise ProxyFailed("proxy_auth_required", facts)
        raise ProxyFailed("proxy_unreachable", {**facts, "why": "refused", "status": status, **said})
    if connection.trailing_data[0]:
        # A TLS server never sends first: extra bytes mean that the proxy did not open a clean tunnel.
        raise ProxyFailed("proxy_unreachable", {**facts, "why": "answer", "reason": _SPOKE})


def _page(connection: h11.Connection) -> Generator[bytes | None, bytes, bytes]:
    """The page of a refusal, as far as it comes soon."""
    page = b""
    for _event in range(_MOST_EVENTS):
        try:
            event = connection.next_event()
            if event is h11.NEED_DATA:
                data = yield None
                if not data:
                    break
                connection.receive_data(data)
            elif isinstance(event, h11.Data):
                page += bytes(event.data)
            else:
                break
        except h11.RemoteProtocolError:
            break
        if len(page) > _LARGEST_HEAD:
            break
    return page


def _response(connection: h11.Connection, sent: bytes) -> Generator[bytes, bytes, h11.Response]:
    for _event in range(_MOST_EVENTS):
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data((yield sent))
            sent = b""
        elif isinstance(event, h11.Response):
            return event
        elif not isinstance(event, h11.InformationalResponse):
            break
    raise h11.RemoteProtocolError("connection ended")


def _socks(proxy: Proxy, host: str, port: int, facts: dict[str, Any]) -> Conversation:
    wants_login = {**facts, "login_sent": proxy.password is not None}
    methods = [SOCKS5AuthMethod.NO_AUTH_REQUIRED]
    if proxy.password is not None:
        methods.append(SOCKS5AuthMethod.USERNAME_PASSWORD)
    reply = yield from _message(SOCKS5AuthMethodsRequest(methods).dumps(), lambda _got: 2)
    if reply[:1] != b"\x05":
        raise ProtocolError("this is no SOCKS5 proxy")
    method = SOCKS5AuthReply.loads(reply).method
    if method not in methods:
        raise ProxyFailed("proxy_auth_required", wants_login)
    if method is SOCKS5AuthMethod.USERNAME_PASSWORD and proxy.password is not None:
        name, password = proxy.user.encode(), proxy.password.get_secret_value().encode()
        if max(len(name), len(password)) > 255:
            raise ProxyFailed("proxy_auth_required", wants_login)
        request = SOCKS5UsernamePasswordRequest(name, password).dumps()
        reply = yield from _message(request, lambda _got: 2)
        if reply[1:] != b"\x00":
            raise ProxyFailed("proxy_auth_required", wants_login)
    request = SOCKS5CommandRequest.from_address(SOCKS5Command.CONNECT, (host, port)).dumps()
    answer = SOCKS5Reply.loads((yield from _message(request, _reply_size)))
    if answer.reply_code is not SOCKS5ReplyCode.SUCCEEDED:
        said = answer.reply_code.name.replace("_", " ").capitalize()
        raise ProxyFailed("proxy_unreachable", {**facts, "why": "refused", "status": said})


def _reply_size(got: bytes) -> int:
    """The length of the reply to a SOCKS request, from its first bytes."""
    if got[:1] not in (b"", b"\x05"):
        raise ProtocolError("this is no SOCKS5 proxy")
    if len(got) < 5:
        return 5
    if got[3] == 3:
        return 7 + got[4]
    if got[3] not in _ADDRESS_SIZES:
        raise ProtocolError("Malformed reply")
    return 6 + _ADDRESS_SIZES[got[3]]


def _message(sent: bytes, size: Callable[[bytes], int]) -> Generator[bytes, bytes, bytes]:
    """Send, and read one whole message: `size` returns its length, or how many bytes that needs."""
    got = b""
    while len(got) < size(got):
        data = yield sent
        sent = b""
        if not data:
            raise ProtocolError("connection ended")
        got += data
    if len(got) > size(got):
        raise ProtocolError(_SPOKE)
    return got
