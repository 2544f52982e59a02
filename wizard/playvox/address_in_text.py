"""The address in a text that was copied together with it: a label, a Markdown link, a sentence, a command.

Also addresses of documentation, in which a placeholder stands for the company's name.
"""

from __future__ import annotations

import re

_LINK = re.compile(r"\[[^\[\]]{0,2000}\]\(\s*<?((?:https?://)?[^\s()<>]+)>?(?:\s+[\"'][^\"']*[\"'])?\s*\)")
_LABEL = re.compile(
    r"(?:(?:scim|entra|playvox|azure)\s+)*(?:tenant|base|endpoint|service|connector|provisioning)?[\s_-]*"
    r"(?:url|uri|address|adresse|endpoint|dirección|endereço|mandanten-url"
    r"|url de (?:l.)?(?:inquilino|locataire))"
    r"\s*(?:\([^)]*\))?\s*[:：=]\s*",
    re.IGNORECASE,
)
_URL = re.compile(r"https?://[^\s\"'`<>|]+", re.IGNORECASE)
_AFTER = ".,;:!?)]}"
_MARKED = re.compile(r"[<>{}\[\]]|%7b|%3c|%5b", re.IGNORECASE)
_EXAMPLES = re.compile(
    r"(?:your|my|the)?[-_]?(?:company|tenant|sub-?domain|domain|organi[sz]ation|org|account|customer|instance)[-_]?(?:name|id)?"
    r"|(?:your|my)[-_]?(?:name|site|playvox)|example|x{3,}|placeholder|name",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*://)?(?:[^/@]*@)?([^/:?#]+)", re.IGNORECASE)


def address_in(text: str) -> str:
    """The one address in the text, or the text as it is when it holds none or several."""
    link = _LINK.fullmatch(text) or _LINK.search(text)
    if link is not None and len(_LINK.findall(text)) == 1:
        return str(link.group(1))
    label = _LABEL.match(text)
    bare = text[label.end() :].strip("\"'`<> \t") if label is not None and label.end() else text
    found = list(dict.fromkeys(_URL.findall(bare)))
    if len(found) == 1 and not bare.startswith(str(found[0])) and any(map(str.isspace, bare)):
        # An address at the beginning with more behind it may be one with a space inside.
        return str(found[0]).rstrip(_AFTER)
    return bare if bare else text


def is_placeholder(address: str) -> bool:
    """Whether an example stands where a name belongs, as in https://yourcompany.playvox.com."""
    host = _HOST.match(address)
    if host is None:
        return False
    name = host.group(1).lower()
    if re.fullmatch(r"\[[0-9a-f]*", name):
        return False  # the beginning of an IPv6 address
    if _MARKED.search(name):
        return True
    first, _dot, rest = name.partition(".")
    return rest in ("", "playvox.com") and _EXAMPLES.fullmatch(first) is not None
