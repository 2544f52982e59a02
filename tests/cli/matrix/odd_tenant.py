"""A practice tenant of which every answer names people as a test asks."""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.cli.one_reading import Between, between
from tests.connection.lab.authority import Authority

_NAMES = ("displayName", "givenName", "surname", "department", "jobTitle", "principalDisplayName", "mail")
_OF_PEOPLE = ("userPrincipalName", "principalDisplayName", "givenName")


@contextmanager
def odd_tenant(line: dict[str, Any], base: Path) -> Iterator[tuple[Between, Path, Authority]]:
    """What stands between the program and this tenant, the line through it, and what that trusts."""
    (base / "authority").mkdir()
    lab = Authority(base / "authority")
    place = urlsplit(line["graph"])
    both = base / "both.pem"
    both.write_bytes(Path(line["ca_file"]).read_bytes() + lab.root_file.read_bytes())
    trust = ssl.create_default_context(cafile=line["ca_file"])
    with between(f"https://{place.netloc}", trust, lab.context(names=("localhost",))) as middle:
        path = base / "odd.json"
        address = f"https://localhost:{middle.port}"
        path.write_text(json.dumps({**line, "graph": address, "ca_file": str(both)}))
        yield middle, path, lab


def naming(name: str, *, everything: bool) -> Callable[[bytes], bytes]:
    """Gives every person of an answer this name; with `everything` also what the log says of anyone."""

    def of(value: Any, inside: bool) -> Any:
        if isinstance(value, list):
            return [of(each, inside) for each in value]
        if not isinstance(value, dict):
            return value
        person = inside or any(each in value for each in _OF_PEOPLE)
        return {
            key: name
            if person and key in _NAMES and isinstance(one, str)
            else of(
                one, everything and (inside or key in ("sourceIdentity", "targetIdentity", "initiatedBy"))
            )
            for key, one in value.items()
        }

    def rewrite(content: bytes) -> bytes:
        try:
            answer = json.loads(content)
        except ValueError:
            return content
        return json.dumps(of(answer, False)).encode()

    return rewrite
