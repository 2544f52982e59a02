"""The address in a text that was copied together with it: a label, a Markdown link, a sentence, a command.

Also addresses of documentation, in which a placeholder stands for the company's name.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

_LINK = re.compile(r"\[[^\[\]]{0,2000}\]\(\s*<?((?:https?://)?[^\s()<>]+)>?(?:\s+[\"'][^\"']*[\"'])?\s*\)")
_SLACK = re.compile(r"^<?(https?://[^\s|<>]+)\|[^\s|<>]*>?$", re.IGNORECASE)  # <address|shown text>
_LABEL = re.compile(
    r"(?:(?:scim|entra|playvox|azure)\s+)*(?:tenant|base|endpoint|service|connector|provisioning)?[\s_-]*"
    r"(?:url|uri|address|adresse|endpoint|dirección|endereço|mandanten-url"
    r"|url de (?:l.)?(?:inquilino|locataire))"
    r"\s*(?:\([^)]*\))?\s*[:：=]\s*",
    re.IGNORECASE,
)
_URL = re.compile(r"https?://[^\s\"'`<>|]+", re.IGNORECASE)
_AFTER = ".,;:!?)]}"
_MARKED = re.compile(r"[<>{}\[\]()$*…]|%7b|%3c|%5b|^\.{2,}|^%\w+%", re.IGNORECASE)
_EXAMPLES = re.compile(
    r"(?:your|my|the)?[-_]?(?:company|tenant|sub-?domain|domain|organi[sz]ation|org|account|customer|instance)[-_]?(?:name|id)?"
    r"|(?:your|my)[-_]?(?:name|site|playvox)?|example|x{3,}|placeholder|name|contoso|fabrikam"
    r"|(?:ihre?|deine?|meine?)[-_]?(?:firma|unternehmen|subdomain|mandant|organisation|domain)"
    r"|(?:votre|mon)[-_]?(?:entreprise|societe|organisation|domaine|locataire|sous-?domaine)"
    r"|(?:su|tu|sua|seu|mi|minha)[-_]?(?:empresa|organizacion|organizacao|dominio|subdominio|inquilino)",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*://)?(?:[^/@]*@)?([^/:?#]+)", re.IGNORECASE)
_SCHEMES = re.compile(
    r"^(?:https?[:：]?/{1,2})+(https?)[:：]?/{1,2}(?=\w)|^(https?)(?:：/{0,2}|//)(?=\w)", re.IGNORECASE
)
_SEARCH = re.compile(r"[?&]filter=.*$", re.IGNORECASE | re.DOTALL)
_AROUND = re.compile(r"^(?:[\s(*•|]+|[–-]\s+)+(?=\w)|\s+\([^()]*\)$|[\s.,;!?|]+$")
_PLAYVOX = re.compile(r"https?://[a-z0-9-]+\.playvox\.com(?=[/:?#&]|$)[^\s\"'`<>|;&]*", re.IGNORECASE)


def address_in(text: str) -> str:
    """The one address in the text, or the text as it is when it holds none or several."""
    link = _LINK.fullmatch(text) or _LINK.search(text)
    if link is not None and len(_LINK.findall(text)) == 1:
        return str(link.group(1))
    text = _SLACK.sub(r"\1", text)
    label = _LABEL.match(text)
    bare = text[label.end() :].strip("\"'`<> \t") if label is not None and label.end() else text
    bare = _SCHEMES.sub(lambda match: f"{match.group(1) or match.group(2)}://", _tidied(bare))
    found = list(dict.fromkeys(_URL.findall(bare)))
    among = any(map(str.isspace, bare)) or bare.startswith(("{", "("))
    if len(found) == 1 and not bare.startswith(str(found[0])) and among:
        # An address at the beginning with more behind it may be one with a space inside.
        return str(found[0]).rstrip(_AFTER)
    return (_wrapped(bare) or bare) if bare else text


def _tidied(text: str) -> str:
    """The text without bullets, brackets and punctuation around it, and without a search with spaces."""
    search = _SEARCH.search(text)
    if search is not None and any(map(str.isspace, search.group(0))):
        text = text[: search.start()]
    bare = _AROUND.sub("", text)
    if text.startswith("(") and bare.count(")") > bare.count("("):
        bare = bare.rstrip(")")
    return _AROUND.sub("", bare)


def _wrapped(address: str) -> str:
    """The Playvox address inside a link that a mail program rewrote to check it first; "" without one."""
    host = _HOST.match(address)
    if host is None or host.group(1).lower().endswith("playvox.com"):
        return ""
    found = list(dict.fromkeys(_PLAYVOX.findall(unquote(address[host.end() :]))))
    return str(found[0]).rstrip("_") if len(found) == 1 else ""


def is_placeholder(address: str) -> bool:
    """Whether an example stands where a name belongs, as in https://yourcompany.playvox.com."""
    host = _HOST.match(address)
    if host is None:
        return False
    name = host.group(1).lower().strip("_")
    if re.fullmatch(r"\[[0-9a-f]*", name):
        return False  # the beginning of an IPv6 address
    if _MARKED.search(name):
        return True
    first, _dot, rest = name.partition(".")
    first = first.strip("_")
    return rest in ("", "playvox.com") and _EXAMPLES.fullmatch(first) is not None
