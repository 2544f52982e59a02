"""Which proxy stands between this computer and a host, and opening a tunnel through it.

Settings come from the environment and the system (urllib reads macOS's and Windows' own); a proxy
script is evaluated where the platform does that for programs.
"""

from __future__ import annotations

import base64
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import h11

from wizard.connection.outcome import CheckFailed
from wizard.connection.pac import ScriptAnswer, ask_script
from wizard.connection.streams import Stream
from wizard.security.redactor import remember

_LARGEST_HEAD = 64 * 1024


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy to tunnel through. `secure` means TLS up to the proxy itself."""

    host: str
    port: int
    secure: bool = False
    login: str = ""
    source: str = "settings"

    @property
    def shown(self) -> str:
        """The proxy without its password."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return f"{name}:{self.port}"


@dataclass(frozen=True, slots=True)
class ProxySettings:
    """What applies to one host: a proxy or none, and the script that could not be evaluated, if any."""

    proxy: Proxy | None
    script: ScriptAnswer


def settings_for(scheme: str, host: str, port: int) -> ProxySettings:
    """The proxy this computer's settings name for a host; raises `CheckFailed` for unusable settings.

    Reads the registry on Windows and the system configuration on macOS, so call it in a thread.
    """
    proxies = urllib.request.getproxies()
    named = proxies.get(scheme) or proxies.get("all")
    if named and not _bypassed(host, port):
        return ProxySettings(_parse(named), ScriptAnswer())
    script = ask_script(f"{scheme}://{host}:{port}/") if not named else ScriptAnswer()
    if script.proxy:
        return ProxySettings(_parse(script.proxy, source="script"), script)
    return ProxySettings(None, script)


def _bypassed(host: str, port: int) -> bool:
    try:
        return bool(urllib.request.proxy_bypass(f"{host}:{port}") or urllib.request.proxy_bypass(host))
    except (OSError, ValueError):
        return False


def _parse(address: str, source: str = "settings") -> Proxy:
    text = address if "://" in address else f"http://{address}"
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port, parts = None, None, urlsplit("")
    if not host or parts.scheme not in ("http", "https"):
        # SOCKS and others: nothing here can speak them, and going round them would prove nothing.
        raise CheckFailed("proxy_unreachable", {"why": "kind", "kind": parts.scheme or "?"})
    login = ""
    if parts.username is not None:
        user, password = unquote(parts.username), unquote(parts.password or "")
        if password:
            remember(password)
        login = base64.b64encode(f"{user}:{password}".encode()).decode()
        remember(login)
    default = 443 if parts.scheme == "https" else 8080
    return Proxy(host, port or default, parts.scheme == "https", login, source)


async def tunnel(stream: Stream, proxy: Proxy, host: str, port: int) -> None:
    """Ask the proxy to connect through; raises `CheckFailed`. The caller sets the time limit."""
    name = f"[{host}]" if ":" in host else host
    authority = f"{name}:{port}"
    headers = [(b"Host", authority.encode()), (b"User-Agent", b"playvox-provisioning")]
    if proxy.login:
        headers.append((b"Proxy-Authorization", f"Basic {proxy.login}".encode()))
    connection = h11.Connection(h11.CLIENT, max_incomplete_event_size=_LARGEST_HEAD)
    request = connection.send(h11.Request(method=b"CONNECT", target=authority.encode(), headers=headers))
    facts: dict[str, Any] = {"proxy": proxy.shown}
    try:
        await stream.write(request or b"")
        status = await _status(connection, stream)
    except (OSError, h11.RemoteProtocolError) as error:
        raise CheckFailed("proxy_unreachable", {**facts, "why": "answer", "reason": str(error)}) from None
    if status == 407:
        raise CheckFailed(
            "proxy_auth_required", {**facts, "status": status, "login_sent": bool(proxy.login)}
        )
    if not 200 <= status < 300:
        raise CheckFailed("proxy_unreachable", {**facts, "why": "refused", "status": status})
    if connection.trailing_data[0]:
        # A server never speaks first in TLS: bytes already there mean the proxy did not step aside.
        raise CheckFailed("proxy_unreachable", {**facts, "why": "answer", "status": status})


async def _status(connection: h11.Connection, stream: Stream) -> int:
    for _event in range(64):
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await stream.read())
        elif isinstance(event, h11.Response):
            return event.status_code
        elif not isinstance(event, h11.InformationalResponse):
            break
    raise h11.RemoteProtocolError("connection ended")
