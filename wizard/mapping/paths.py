"""SCIM attribute paths as mappings use them: `name.givenName`, `emails[type eq "work"].value`,
`urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department` (RFC 7644, section 3.10).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_PATH = re.compile(
    r"(?P<attribute>[A-Za-z$][\w$-]*)"
    r"(?:\[\s*(?P<key>[\w.$-]+)\s+[eE][qQ]\s+(?:\"(?P<quoted>[^\"\\]*(?:\\.[^\"\\]*)*)\"|(?P<bare>\w+))\s*\])?"
    r"(?:\.(?P<sub>[A-Za-z$][\w$-]*))?\Z"
)


@dataclass(frozen=True, slots=True)
class ScimPath:
    """`schema` is an extension's URN or ""; `key` and `value` select an element of a multi-valued
    attribute.

    A path of no known form has `plain` set and is used as one member name.
    """

    text: str
    attribute: str
    schema: str = ""
    key: str = ""
    value: str = ""
    sub: str = ""
    plain: bool = False

    @property
    def filtered(self) -> bool:
        """Whether an element is selected with `[… eq …]`."""
        return bool(self.key)

    def read(self, account: Mapping[str, Any]) -> Any:
        """The value at this path in a SCIM resource; None when it is absent."""
        holder: Any = account
        if self.schema:
            holder = _member(account, self.schema)
        current = _member(holder, self.attribute)
        if self.key:
            current = next((item for item in _list(current) if self._selects(item)), None)
        return _member(current, self.sub) if self.sub else current

    def _selects(self, item: Any) -> bool:
        found = _member(item, self.key)
        return found is not None and str(found).lower() == self.value.lower()

    def write(self, body: dict[str, Any], value: Any) -> None:
        """Set the value at this path of a resource that is being built."""
        holder = body.setdefault(self.schema, {}) if self.schema else body
        if not self.key:
            if self.sub:
                holder.setdefault(self.attribute, {})[self.sub] = value
            else:
                holder[self.attribute] = value
            return
        elements = holder.setdefault(self.attribute, [])
        element = next((item for item in elements if self._selects(item)), None)
        if element is None:
            element = {self.key: _typed(self.key, self.value)}
            elements.append(element)
        if self.sub:
            element[self.sub] = value
        else:
            element["value"] = value


def _typed(key: str, value: str) -> Any:
    return value.lower() == "true" if key == "primary" and value.lower() in ("true", "false") else value


def _member(holder: Any, name: str) -> Any:
    if not isinstance(holder, Mapping):
        return None
    if name in holder:
        return holder[name]
    # SCIM attribute names are case-insensitive (RFC 7643, section 2.1).
    lower = name.lower()
    return next((value for key, value in holder.items() if str(key).lower() == lower), None)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


@lru_cache(maxsize=1024)
def parse_path(text: str) -> ScimPath:
    """Parse a path; every text gives a path."""
    schema, rest = "", text.strip()
    if rest.lower().startswith("urn:"):
        head, _, tail = rest.partition("[")
        schema, _, last = head.rpartition(":")
        rest = last + ("[" + tail if tail else "")
        if not rest or not schema:
            return ScimPath(text, text, plain=True)
    match = _PATH.match(rest)
    if match is None:
        return ScimPath(text, rest, schema, plain=True)
    quoted = match.group("quoted")
    value = match.group("bare") if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
    return ScimPath(
        text,
        match.group("attribute"),
        schema,
        match.group("key") or "",
        value or "",
        match.group("sub") or "",
    )
