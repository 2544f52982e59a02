"""Chooses the proxy for a host: one decision for all clients.

Settings come from the environment, else from the system (Windows' registry, macOS' configuration); a proxy
script is followed where the platform does that for programs. Plain http never leaves this computer, so only
https matters.
"""

from __future__ import annotations

import base64
import ipaddress
import os
import re
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, cast
from urllib.parse import unquote

from pydantic import SecretStr

from wizard.network.no_proxy import NoProxy
from wizard.network.pac import ScriptAnswer, ask_script, follows_scripts
from wizard.network.proxy_failure import ProxyFailed
from wizard.security.redactor import remember

Kind = Literal["http", "https", "socks5"]
_KINDS: Mapping[str, Kind] = {
    "http": "http",
    "https": "https",
    "socks": "socks5",  # as GNOME writes it
    "socks5": "socks5",
    "socks5h": "socks5",  # names are looked up by the proxy either way
}
_PORTS: Mapping[Kind, int] = {"http": 80, "https": 443, "socks5": 1080}
_NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\.?")


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy to tunnel through. Kind "https" means TLS up to the proxy itself.

    `source` is "settings" or "script"; `variable` the environment variable that names it, if one does.
    """

    host: str
    port: int
    kind: Kind = "http"
    user: str = ""
    password: SecretStr | None = None
    source: str = "settings"
    variable: str = ""

    @property
    def shown(self) -> str:
        """The proxy without its password."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return f"{name}:{self.port}"


@dataclass(frozen=True, slots=True)
class ProxySettings:
    """What applies to one host: a proxy or none.

    `script` is the proxy script that is set up, followed or not; `ignored` are entries of NO_PROXY that
    cannot be understood.
    """

    proxy: Proxy | None = None
    script: ScriptAnswer = field(default_factory=ScriptAnswer)
    ignored: tuple[str, ...] = ()
    excluded_by: str = ""
    """What says that no proxy is used for this host: a variable such as `NO_PROXY`, or "settings"."""


def proxy_for(host: str, port: int) -> Proxy | None:
    """The proxy to reach a host through, or None; raises `ProxyFailed` for settings that cannot be used.

    Reads the registry on Windows and the system configuration on macOS, so call it in a thread.
    """
    return _decide(host, port, notice_script=False).proxy


def decision_for(host: str, port: int) -> ProxySettings:
    """The same decision, and what made it; looks for a script only where scripts are followed."""
    return _decide(host, port, notice_script=False)


def settings_for(host: str, port: int) -> ProxySettings:
    """The same decision with details to report; may take seconds to look for a script."""
    return _decide(host, port, notice_script=True)


def _decide(host: str, port: int, *, notice_script: bool) -> ProxySettings:
    excluding, entries = named_variable("no_proxy")
    no_proxy = NoProxy.parse(entries)
    direct = ProxySettings(ignored=no_proxy.ignored)
    if no_proxy.covers(host, port):
        return replace(direct, excluded_by=excluding)
    variable, named = _named()
    try:
        if named:
            return replace(direct, proxy=parse(named, variable))
        named = _of_the_system()
        if named:
            if _bypassed_by_the_system(host, port):
                return replace(direct, excluded_by="settings")
            return replace(direct, proxy=parse(named))
        if not (notice_script or follows_scripts()):
            return direct
        script = ask_script(f"https://{host}:{port}/")
        proxy = parse(script.proxy, source="script") if script.proxy else None
        return replace(direct, proxy=proxy, script=script)
    except ProxyFailed as failed:
        raise ProxyFailed(failed.code, {**failed.facts, "host": host}) from None


def _named() -> tuple[str, str]:
    """Name and value of the variable that counts for https."""
    for wanted in ("https_proxy", "all_proxy"):
        variable, value = named_variable(wanted)
        if value:
            return variable, value
    return "", ""


def named_variable(wanted: str, variables: Mapping[str, str] | None = None) -> tuple[str, str]:
    """Name and value of a variable in any case; the lower-case spelling counts, also to say that there is
    none. "" and "" without it.
    """
    found: Mapping[str, str] = os.environ if variables is None else variables
    names = sorted((each for each in found if each.lower() == wanted), reverse=True)
    return (names[0], found[names[0]].strip()) if names else ("", "")


def _of_the_system() -> str:
    read = _platform("getproxies_registry", "getproxies_macosx_sysconf")
    if read is None:
        return ""
    settings = cast(Mapping[str, str], read())
    socks = settings.get("socks", "").rpartition("://")[2]  # macOS calls it an http:// address
    return settings.get("https") or (f"socks5://{socks}" if socks else "")


def _bypassed_by_the_system(host: str, port: int) -> bool:
    bypasses = _platform("proxy_bypass_registry", "proxy_bypass_macosx_sysconf")
    try:
        return bypasses is not None and bool(bypasses(f"{host}:{port}") or bypasses(host))
    except (OSError, ValueError):
        return False


def _platform(*names: str) -> Callable[..., Any] | None:
    """What `urllib.request` offers on this platform alone, if anything."""
    found = (getattr(urllib.request, name, None) for name in names)
    return next((each for each in found if each is not None), None)


def parse(value: str, variable: str = "", source: str = "settings") -> Proxy:
    """The proxy a setting names; raises `ProxyFailed` `proxy_unusable`.

    The password may hold any character, also those that a URL would want encoded: people paste it as it is.
    """
    scheme, mark, rest = value.strip().partition("://")
    if not mark:
        scheme, rest = "http", scheme
    login, _at, place = rest.rpartition("@")
    place = re.split(r"[/?#]", place, maxsplit=1)[0]
    host, port = _host_and_port(place)
    shown = f"{scheme}://{host if port is None else place}"[:120]
    facts = {"variable": variable, "value": shown, "source": source}
    if not re.fullmatch(r"[a-z][a-z0-9+.-]*", scheme.lower()) or not host:
        raise ProxyFailed("proxy_unusable", {**facts, "why": "address"})
    kind = _KINDS.get(scheme.lower())
    if kind is None:
        raise ProxyFailed("proxy_unusable", {**facts, "why": "kind", "kind": scheme.lower()})
    name = _usable_host(host)
    if name is None:
        raise ProxyFailed("proxy_unusable", {**facts, "why": "address"})
    if port is None or not (port == "" or 0 < int(port) < 65536):
        raise ProxyFailed("proxy_unusable", {**facts, "why": "port"})
    user, password = _login(login)
    return Proxy(name, int(port) if port else _PORTS[kind], kind, user, password, source, variable)


def _host_and_port(place: str) -> tuple[str, str | None]:
    """Host and port as written; the port is None when it is no number."""
    if place.startswith("["):
        host, _bracket, port = place.partition("]")
        host, port = (f"{host}]", port) if _bracket else (host, "")
    elif place.count(":") > 1:
        return place, ""  # an IPv6 address without brackets
    else:
        host, colon, port = place.partition(":")
        port = colon + port
    if port in ("", ":"):
        return host, ""
    digits = port.removeprefix(":")
    good = port.startswith(":") and digits.isascii() and digits.isdigit() and len(digits) < 7
    return host, digits if good else None


def _usable_host(host: str) -> str | None:
    inner = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    try:
        return str(ipaddress.ip_address(inner))
    except ValueError:
        if ":" in host or "[" in host:
            return None
    try:
        name = host.encode("idna").decode().lower()
    except UnicodeError:
        return None
    return name if _NAME.fullmatch(name) else None


def _login(login: str) -> tuple[str, SecretStr | None]:
    user, _colon, password = login.partition(":")
    user, password = unquote(user), unquote(password)
    if password:
        remember(password)
        remember(base64.b64encode(f"{user}:{password}".encode()).decode())
    return user, SecretStr(password) if login else None
