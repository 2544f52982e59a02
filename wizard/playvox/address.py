"""The Tenant URL: the address of Playvox's SCIM service for one customer."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

import idna

from wizard.network.key_hosts import DOMAIN as DOMAIN
from wizard.network.key_hosts import is_this_computer, needs_consent
from wizard.playvox.address_in_text import address_in, is_placeholder
from wizard.playvox.key_in_address import holds_key
from wizard.playvox.paste import is_invisible, is_space, without_invisible, without_quotes
from wizard.problem import Problem
from wizard.security.redactor import spare

PATH = "/scim/v1"
FLAGS = ("aadOptscim062020", "AzureAdScimPatch062020", "AzureAdScimPatch2017")
FIELD = "tenant_url"
_LONGEST = 2048
spare(DOMAIN)
_LABEL = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?")
_SCHEME = re.compile(r"^([a-z][a-z0-9+.-]{0,20}):/{0,2}", re.IGNORECASE)
_PLAIN = re.compile(r"^http:", re.IGNORECASE)
_RESOURCE = re.compile(
    r"/(users|groups|schemas|resourcetypes|serviceproviderconfig|me|bulk)(/.*)?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class TenantUrl:
    """A Tenant URL ready for use.

    `host` is in its ASCII form, `path` starts with a slash and ends without, `query` holds Entra's
    feature flags (Microsoft Learn: known issues with SCIM protocol compliance) without the question
    mark. `notes` are codes for what was changed or is unusual: `from_subdomain`, `from_login_url`,
    `trimmed`, `invisible_removed`, `quotes_removed`, `slash_removed`, `resource_removed`,
    `text_removed`,
    `scheme_added`, `query_removed`, `flags_kept`, `idn`, `path_unusual`, `host_unusual`, `private`,
    `loopback`, `plain_http`.
    """

    scheme: str
    host: str
    port: int | None
    path: str
    query: str = ""
    notes: tuple[str, ...] = ()

    @property
    def base(self) -> str:
        """The address without feature flags; `/Users` is appended to it."""
        return f"{self.scheme}://{self.authority}{self.path}"

    @property
    def text(self) -> str:
        """The address as it is saved in Entra, feature flags included."""
        return f"{self.base}?{self.query}" if self.query else self.base

    @property
    def authority(self) -> str:
        """Host and, when it is not the scheme's own, port, as in the Host header."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port is None else f"{name}:{self.port}"

    @property
    def effective_port(self) -> int:
        """The port to connect to."""
        return self.port if self.port is not None else (443 if self.scheme == "https" else 80)

    @property
    def subdomain(self) -> str | None:
        """The customer's subdomain of playvox.com; None for other hosts."""
        suffix = f".{DOMAIN}"
        return self.host.removesuffix(suffix) if self.host.endswith(suffix) else None

    @property
    def is_unusual(self) -> bool:
        """Whether the key goes to this host only with a person's consent (`wizard.network.key_hosts`)."""
        return "host_unusual" in self.notes

    @property
    def is_loopback(self) -> bool:
        """Whether the address is a loopback address, which reaches this computer only."""
        return "loopback" in self.notes

    def __str__(self) -> str:
        return self.text


def parse_tenant_url(text: str, *, allow_loopback: bool = False) -> TenantUrl | Problem:
    """Parse a typed or pasted text into a Tenant URL.

    Accepts a bare subdomain (`acme`), the address of the Playvox window after signing in, a SCIM address
    with or without `/Users`. Problems: `address_invalid` (fact `why`; `key_inside` when a key was pasted
    into it), `address_not_https`, `address_private` for this computer's own address unless
    `allow_loopback`.
    """
    if len(text) > 4 * _LONGEST:
        return _invalid("too_long")
    cleaned, notes = _cleaned(text)
    if not cleaned:
        return _invalid("empty")
    if len(cleaned) > _LONGEST:
        return _invalid("too_long")
    if holds_key(cleaned):
        return _invalid("key_inside")
    only = address_in(cleaned)
    if only != cleaned:
        notes.append("text_removed")
    if is_placeholder(only):
        return _invalid("placeholder")
    if any(is_space(letter) for letter in only):
        return _invalid("blank_inside")
    return _read(only, notes, allow_loopback)


def usual_address(text: str) -> str:
    """The usual Tenant URL of the Playvox customer in this text; "" without one, or where it is used.

    Another path, another port, and `http` may be a mistake: this is the address to offer then.
    """
    found = parse_tenant_url(_PLAIN.sub("https:", text.strip(), count=1))
    if isinstance(found, Problem) or found.subdomain is None:
        return ""
    usual = f"https://{found.host}{PATH}"
    typed = parse_tenant_url(text)
    return "" if not isinstance(typed, Problem) and typed.base == usual else usual


def _read(cleaned: str, notes: list[str], allow_loopback: bool) -> TenantUrl | Problem:
    if _is_label(cleaned):
        notes.append("from_subdomain")
        cleaned = f"https://{cleaned}.{DOMAIN}{PATH}"
    match = _SCHEME.match(cleaned)
    if match is None or re.match(r"^[^/?#@]+:\d{1,5}(?:[/?#]|$)", cleaned):
        notes.append("scheme_added")
        cleaned = "https://" + cleaned.lstrip("/")
    elif match.group(1).lower() not in ("http", "https"):
        return _not_https(match.group(1).lower())
    else:
        cleaned = f"{match.group(1).lower()}://{cleaned[match.end() :]}"
    try:
        parts = urlsplit(cleaned)
        port = parts.port
    except ValueError:
        return _invalid("not_an_address")
    if "@" in parts.netloc:
        return _invalid("user_info")
    if port == 0:
        return _invalid("port")
    host = _host(unquote(parts.hostname or ""), notes)
    if isinstance(host, Problem):
        return host
    return _checked(parts, host, port, notes, allow_loopback)


def _checked(
    parts: SplitResult, host: str, port: int | None, notes: list[str], allow_loopback: bool
) -> TenantUrl | Problem:
    reach = _reach(host)
    if reach:
        notes.append(reach)
    if reach == "loopback" and not allow_loopback:
        return Problem("address_private", {"host": host, "why": "loopback"}, field=FIELD)
    if parts.scheme != "https":
        if reach != "loopback":
            return _not_https(parts.scheme)
        notes.append("plain_http")
    if needs_consent(host, laboratory=allow_loopback):
        notes.append("host_unusual")
    path = _path(parts.path, host, notes)
    if isinstance(path, Problem):
        return path
    query = _query(parts.query, notes)
    spare(host)  # a key may hold the company's name, which would then be hidden in every address
    default = 443 if parts.scheme == "https" else 80
    port = None if port == default else port
    return TenantUrl(parts.scheme, host, port, path, query, tuple(dict.fromkeys(notes)))


def _cleaned(text: str) -> tuple[str, list[str]]:
    notes: list[str] = []
    visible = without_invisible(text)
    if visible != text:
        notes.append("invisible_removed")
    trimmed = visible.strip()
    if trimmed != visible:
        notes.append("trimmed")
    bare = without_quotes(trimmed.strip("<>")).strip()
    if bare != trimmed:
        notes.append("quotes_removed")
    return bare.replace("\\", "/"), notes


def _is_label(text: str) -> bool:
    return _LABEL.fullmatch(text) is not None and text.lower() != "localhost"


def _host(name: str, notes: list[str]) -> str | Problem:
    name = name.rstrip(".").lower()
    if not name or any(is_invisible(letter) or is_space(letter) for letter in name):
        return _invalid("host")
    try:
        return str(ipaddress.ip_address(name))
    except ValueError:
        pass
    try:
        # Browsers apply UTS #46 to a typed name before they resolve it.
        ascii_name = idna.encode(name, uts46=True).decode() if not name.isascii() else name
    except (idna.IDNAError, UnicodeError):
        return _invalid("host")
    if ascii_name != name:
        notes.append("idn")
    labels = ascii_name.split(".")
    if len(ascii_name) > 253 or not all(
        re.fullmatch(r"[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?", label) for label in labels
    ):
        return _invalid("host")
    if len(labels) == 1 and ascii_name != "localhost":
        return _invalid("host")
    if labels[-1].isdigit():
        return _invalid("host")  # 1.2.3 and 0177.0.0.1: address spellings that parsers disagree about
    if ascii_name in (DOMAIN, f"www.{DOMAIN}", f"app.{DOMAIN}", f"login.{DOMAIN}"):
        return _invalid("no_tenant")
    return ascii_name


def is_private(host: str) -> bool:
    """Whether a host, as in `TenantUrl.host`, is a private address or a name of private networks."""
    return _reach(host) == "private"


def _reach(host: str) -> str:
    if is_this_computer(host):
        return "loopback"
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "private" if host.endswith((".local", ".internal", ".lan", ".home.arpa")) else ""
    address = getattr(address, "ipv4_mapped", None) or address
    return "" if address.is_global else "private"


def _path(path: str, host: str, notes: list[str]) -> str | Problem:
    collapsed = re.sub(r"/{2,}", "/", path)
    if (
        any(is_invisible(letter) or is_space(letter) for letter in unquote(collapsed))
        or "/../" in f"{collapsed}/"
    ):
        return _invalid("path")
    short = _RESOURCE.sub("", collapsed)
    if short != collapsed:
        notes.append("resource_removed")
    if short.endswith("/") and short != "/":
        notes.append("slash_removed")
    short = short.rstrip("/")
    if host.endswith(f".{DOMAIN}") and "scim" not in short.lower():
        if short or "from_subdomain" not in notes:
            notes.append("from_login_url")
        return PATH
    if short.lower() == PATH:
        return PATH
    if short != PATH:
        notes.append("path_unusual")
    try:
        short.encode("ascii")
    except UnicodeEncodeError:
        return _invalid("path")
    return short


def _query(query: str, notes: list[str]) -> str:
    known = {flag.lower(): flag for flag in FLAGS}
    kept = [known[name] for item in query.split("&") if (name := item.split("=")[0].lower()) in known]
    if kept:
        notes.append("flags_kept")
    if query and len(kept) != len(query.split("&")):
        notes.append("query_removed")
    return "&".join(dict.fromkeys(kept))


def _invalid(why: str) -> Problem:
    return Problem("address_invalid", {"why": why}, field=FIELD)


def _not_https(scheme: str) -> Problem:
    return Problem("address_not_https", {"scheme": scheme}, field=FIELD)
