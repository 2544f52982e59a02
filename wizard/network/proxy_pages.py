"""What a proxy says about a refused connection: its headers and its page, as facts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from wizard.network.inspectors import product_in
from wizard.security.redactor import redact

_WINDOWS = ("negotiate", "ntlm", "kerberos", "nego2")
_NAME = re.compile(
    r"ERR_DNS_FAIL|dns[_ -](?:unresolved|failure|error|lookup|resolution|server)|DNS name does not exist"
    r"|unable to (?:determine|resolve) (?:the )?(?:ip address|host)|could not (?:resolve|be resolved)"
    r"|(?:host ?name|host|name|domain)[^.]{0,40}(?:not (?:be )?(?:found|resolved|exist)|unknown)"
    r"|unknown host|name lookup failed|name or service not known|nodename nor servname"
    r"|no such (?:host|domain)|nxdomain|11001|HOST_NOT_FOUND|cannot find the (?:server|host)"
    r"|host was not found"
    r"|(?:host|name)\w*[^.]{0,40}nicht (?:aufgelöst|gefunden)|(?:no se pudo|não foi possível) resolver"
    r"|impossible de résoudre|impossibile risolvere|名前解決|无法解析|無法解析",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"ERR_(?:CONNECT_FAIL|READ_TIMEOUT|READ_ERROR|CANNOT_FORWARD|SECURE_CONNECT_FAIL|LIFETIME_EXP|ZERO_SIZE_OBJECT)"
    r"|tcp_error|(?:unable|failed) to connect|(?:could|can) ?not (?:be )?(?:connect|reach|communicate)\w*"
    r"|connect failed"
    r"|did not properly respond|gateway_timeout|bad gateway|upstream connect error|no server is available"
    r"|connection (?:to .{0,60}|was )?(?:failed|failure|refused|timed out|reset)|gateway time-?out"
    r"|(?:server|host) (?:is )?(?:unreachable|not responding)",
    re.IGNORECASE,
)
_POLICY = re.compile(
    r"ERR_ACCESS_DENIED|policy|denied|blocked|forbidden|not (?:allowed|permitted)|categor|restricted"
    r"|prohibited",
    re.IGNORECASE,
)
_RULE = re.compile(
    r"denied the specified"
    r"|(?:in accordance with|according to|due to|by) (?:a |your |the )?(?:\w+ ){0,2}polic"
    r"|blocked by (?:a |your )?(?:rule|policy|administrator)|ERR_ACCESS_DENIED|web page blocked",
    re.IGNORECASE,
)
_ERROR = re.compile(
    r"\b(ERR_[A-Z_]{3,40}|dns_unresolved_hostname|dns_server_failure|policy_denied|tcp_error)\b"
)
_TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^<>]{0,500}>", re.DOTALL | re.IGNORECASE)
_SHORT = 160


def what_proxy_said(
    status: int, headers: Iterable[tuple[str, str]], body: bytes, reason: str = ""
) -> dict[str, str]:
    """Facts about a refusal: `why`, `product`, `proxy_error`, `offers`, `schemes`; those that are known.

    `reason` is the phrase behind the status, in which some proxies explain themselves.
    """
    named: dict[str, list[str]] = {}
    for name, value in headers:
        named.setdefault(name.lower(), []).append(value)
    if status == 407:
        return _schemes(named.get("proxy-authenticate", []))
    text = html.unescape(_TAGS.sub(" ", body.decode("utf-8", "replace")))
    text = text if text.strip() else reason
    heads = " ".join(f"{name}: {value}" for name, values in named.items() for value in values)
    facts: dict[str, str] = {}
    product = product_in(heads) or product_in(text)
    if product:
        facts["product"] = product
    error = _ERROR.search(f"{heads} {text}")
    if error is not None:
        facts["proxy_error"] = error.group(1)
    else:
        line = redact(" ".join(text.split()))[:_SHORT]
        facts |= {"proxy_error": line} if line else {}
    said = f"{heads} {reason} {text}"
    if status != 403 and _NAME.search(said):
        facts["why"] = "name"
    elif status in (403, 451) or _RULE.search(said) or (_POLICY.search(text) and status < 500):
        facts["why"] = "policy"
    elif status in (500, 502, 503, 504) and _BEHIND.search(said):
        facts["why"] = "behind"
    return facts


def _schemes(challenges: list[str]) -> dict[str, str]:
    schemes = [
        scheme.strip().split(" ")[0]
        for each in challenges
        for scheme in re.split(r",(?=\s*[A-Za-z][\w-]*(?:\s|,|$)(?!\s*=))", each)
        if scheme.strip()
    ]
    named = list(dict.fromkeys(each for each in schemes if each and "=" not in each))
    if not named:
        return {}
    facts = {"schemes": ", ".join(named)[:_SHORT]}
    known = [each.lower() for each in named]
    if "basic" not in known and any(each in _WINDOWS for each in known):
        facts["offers"] = "windows"
    elif "basic" not in known:
        facts["offers"] = "other"
    return facts
