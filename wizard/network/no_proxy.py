"""NO_PROXY: the hosts that are reached without a proxy.

No standard defines its syntax. As in curl and Go, entries are names (with all
subdomains), addresses, networks such as 10.0.0.0/8, each with a port if wanted, and `*` for everything.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Self

_NAME = re.compile(r"[^\W_]([\w-]*[^\W_])?(\.[^\W_]([\w-]*[^\W_])?)*", re.ASCII)
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class _Entry:
    place: str | _Network  # a name in lower case, or a network; "*" is everything
    port: int | None


@dataclass(frozen=True, slots=True)
class NoProxy:
    """The parsed entries, and as text those that could not be parsed and so match nothing."""

    entries: tuple[_Entry, ...] = ()
    ignored: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse entries separated by commas or spaces. Text before an "@" is left out of `ignored`."""
        entries, ignored = [], []
        for item in re.split(r"[,\s]+", text):
            entry = _entry(item)
            if entry is not None:
                entries.append(entry)
            elif item:
                ignored.append(item.rpartition("@")[2][:80])
        return cls(tuple(entries), tuple(ignored))

    def covers(self, host: str, port: int) -> bool:
        """Whether this host is reached without a proxy."""
        name = host.lower().rstrip(".")
        try:
            address = ipaddress.ip_address(name.partition("%")[0])
        except ValueError:
            address = None
        for entry in self.entries:
            if entry.port not in (None, port):
                continue
            if isinstance(entry.place, str):
                if entry.place == "*" or name == entry.place or name.endswith(f".{entry.place}"):
                    return True
            elif address is not None and address in entry.place:
                return True
        return False


def _entry(item: str) -> _Entry | None:
    text = item.lower().rpartition("://")[2].rstrip("./")
    if text == "*":
        return _Entry("*", None)
    network = _network(text)
    if network is not None:
        return _Entry(network, None)
    place, _colon, port = text.rpartition(":")
    if not place:
        place, port = text, ""
    elif not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        return None
    wanted = int(port) if port else None
    network = _network(place)
    if network is not None:
        return _Entry(network, wanted)
    name = place.removeprefix("*").removeprefix(".").rstrip(".")
    return _Entry(name, wanted) if _NAME.fullmatch(name) else None


def _network(text: str) -> _Network | None:
    inner = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    try:
        return ipaddress.ip_network(inner, strict=False)
    except ValueError:
        return None
