"""What a refusing answer means: its status, made precise by what gateways and servers are known to write.

Pure. A 403 or 400 alone does not say whether the key was looked at: the caller compares it with other
requests (`wizard.connection.contrast`).
"""

# ruff: noqa: E501 - patterns

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RefusalMeaning:
    """A cause of the connection test, and `why` where its words depend on the kind of answer.

    `why`: "address" (only listed addresses), "host" (this name is not served), "gateway" (refused by an API
    gateway), "too_long" (the header with the key), "tenant" (unknown or not enabled), "stopped" (the server
    is switched off), or "".
    """

    cause: str
    why: str = ""


_BY_STATUS = {
    401: "key_rejected",
    402: "key_not_permitted",
    403: "key_not_permitted",
    404: "path_not_found",
    405: "method_not_allowed",
    406: "media_type_refused",
    407: "proxy_auth_required",
    408: "http_timeout",
    410: "path_not_found",
    415: "media_type_refused",
    421: "path_not_found",
    423: "key_not_permitted",
    429: "throttled",
    451: "blocked_by_waf",
    495: "tls_client_certificate",
    496: "tls_client_certificate",
    501: "method_not_allowed",
}
_CLIENT_CERTIFICATE = re.compile(
    r"no required ssl certificate|ssl certificate error|client[- ]certificate|certificate_required"
    r"|403\.(?:7|12|13|16|17)\b|post-handshake authentication|mutual tls|\bmtls\b|certificate of the client"
    r"|clientzertifikat|certificat client|certificado (?:de|do) cliente"
)
_NO_SUCH_PATH = re.compile(
    r"missing authentication token|missingauthenticationtoken|incompletesignature"
    r"|invalid key=value pair \(missing equal-sign\)|403\.14\b|directory listing|list the contents of this directory"
    r"|<code>accessdenied</code>|<code>nosuchkey</code>|no context-path matches|cannot get /|no route matched"
)
_HOST = re.compile(
    r"invalid host ?name|request hostname is invalid|invalid (?:http_)?host\b|disallowedhost|host header"
    r"|blocked host|unknown (?:host|domain|virtual host)|misdirected request|requested host does not match"
    r"|host .{0,60}(?:not (?:allowed|found|served|configured|recogni[sz]ed|permitted|known)|unknown)"
    r"|no such app|domain .{0,60}not (?:found|configured|registered)|hostname .{0,60}(?:not|unknown|invalid)"
    r"|requested url .{0,40}\[no url\]|blocked hosts?:|\bsite not found|isn.t a github pages site"
    r"|find your azure front door service configuration"
    r"|bad request\.[^<]{0,200}(?:<[^>]{0,200}>\s{0,20}){0,9}we can.?t connect to the server for this app"
)
_STOPPED = re.compile(
    r"(?:web ?app|\bapp|application|site|service|instance) (?:is |has been |was )?(?:currently )?(?:stopped|disabled|switched off)"
    r"|web app - unavailable|site (?:is )?(?:disabled|offline)"
)
_THROTTLED = re.compile(
    r"rate[ _-]?(?:limit|exceeded)|too many (?:requests|attempts)|slow ?down|throttl|spike arrest"
    r"|quota (?:exceeded|violation|limit|will be)|out of (?:call|request)s?[^.]{0,20}quota|(?:limit|quota) (?:has been |was )?(?:exceeded|reached)|over (?:the |your )?rate"
)
_KEY_NOUN = (
    r"(?:api[ _-]?key|(?:access|bearer|secret|auth\w*|security|api|scim)?[ _-]?token|credentials?|authori[sz]ation header"
    r"|authentication(?: header| information)?|signature)"
)
_KEY_BAD = (
    r"(?:invalid|expired|revoked|incorrect|wrong|unknown|malformed|missing|deactivated|not (?:valid|provided|found"
    r"|recogni[sz]ed|accepted|supplied|active|present|correct)|disabled|suspended|deleted|removed|blocked|inactive)"
)
_KEY_REFUSED = re.compile(
    rf"\b{_KEY_NOUN}\b[^.]{{0,40}}\b{_KEY_BAD}\b|\b(?:{_KEY_BAD}|bad|no)[ _-]{_KEY_NOUN}\b"
    r"|\bnot authenticated|\bunauthenticated|authentication (?:is )?(?:failed|failure|required|error)|not_authed"
    r"|(?:could not|cannot|failed to|unable to) (?:authenticate|verify (?:the |your )?(?:token|key|credentials))"
    r"|\b(?:token|schlüssel|zugangsdaten|anmeldedaten|clave|credencial\w*|clé|jeton|identifiants|chave)\b[^.]{0,40}"
    r"\b(?:abgelaufen|ungültig|gesperrt|widerrufen|falsch|inv[aá]lid\w+|expir\w+|caduc\w+|vencid\w+|revoc\w+|revogad\w+"
    r"|révoqu\w+|incorrec?t\w+|no válid\w+)"
    r"|\b(?:ungültige[rs]?|abgelaufene[rs]?|falsche[rs]?) (?:api-?)?(?:token|schlüssel|zugangsdaten|anmeldedaten)"
)
# What a known key may do: not the key itself is refused.
_RIGHTS = re.compile(
    r"\bscopes?\b|privilege|permission|entitle|\b(?:missing|lacks?|requires?|without) (?:the |a )?(?:role|right)"
)
_OTHER_TOKEN = re.compile(r"csrf|xsrf|anti-?forgery|missing authentication token|request token")
_GATEWAY_KEY = re.compile(r"subscription key|no api key found in request|x-api-key|missing (?:the )?apikey")
_ADDRESS = re.compile(
    r"403\.6\b|\bip(?:v[46])?\b[^.]{0,60}(?:allow|permit|white|safe|authori[sz]|restrict|block|denied|deny|reject|trust|range|not on)"
    r"|(?:allow|white|access|safe)[- ]?list|(?:allow|permit|authori[sz]|restrict|block|denied|reject|trust)[^.]{0,60}\bip\b"
    r"|(?:source|client|network|your|remote) address|network (?:zone|policy|location)|from (?:this|your) (?:network|location|country|region)"
)
_TENANT = re.compile(
    r"\b(?:tenant|account|organi[sz]ation|customer|workspace|company|subdomain|instance|realm|(?<!file or )directory)\b"
    r"[^.]{0,80}(?:not (?:been |yet |currently )?(?:exist|found|enabled|activ\w+|known|available|provisioned)|unknown|invalid|inactive|suspended|disabled|doesn.?t exist)"
    r"|(?:unknown|invalid|no such|inactive|suspended) (?:tenant|account|organi[sz]ation|customer|workspace|company|subdomain|instance)"
    r"|(?:scim|provisioning)[^.]{0,60}(?:not (?:been |yet |currently )?(?:enabled|activ\w+|configured|available|switched|turned on|set up)"
    r"|disabled|inactive)"
)
_TOO_LONG = re.compile(
    r"header or cookie too large|header fields? too large|request header.{0,30}too (?:large|long)"
)
# Begins with a fixed text: a pattern that begins with any text takes quadratic time on a long word.
_ECHO = re.compile(r"[?&]filter=[^\s\"'<>,\]]*(?:\s+eq\s+\S+)?|/scim/[^\s\"'<>,\]]*")
_FILTER = re.compile(
    r"filt(?:er|ro|re)\b|filter|searchable|unsupported (?:query|operator|attribute)|\bquery (?:syntax|parameter)"
)


def refusal(status: int, headers: Mapping[str, str], body: bytes, detail: str) -> RefusalMeaning:
    """The meaning of a refusal that no firewall wrote; `detail` is its own sentence."""
    text = _ECHO.sub(" ", html.unescape(body.decode("utf-8", "replace")).lower())
    kind = headers.get("x-amzn-errortype", "").lower()
    said = f"{detail.lower()} {text} {kind}"
    if status in (400, 401, 403) and _CLIENT_CERTIFICATE.search(said):
        return RefusalMeaning("tls_client_certificate")
    if status == 403 and _NO_SUCH_PATH.search(said):
        return RefusalMeaning("path_not_found")
    if status in (400, 403, 420, 500, 503) and _is_throttled(status, headers, f"{detail.lower()} {kind}"):
        return RefusalMeaning("throttled")
    if status in (403, 404) and _STOPPED.search(said):
        return RefusalMeaning("server_error", "stopped")
    if status in (400, 403, 422) and refuses_key(detail):
        return RefusalMeaning("key_rejected", "gateway" if _GATEWAY_KEY.search(said) else "")
    if status in (400, 422) and _RIGHTS.search(detail.lower()) and _KEY_REFUSED.search(detail.lower()):
        return RefusalMeaning("key_not_permitted")
    if status in _BY_STATUS:
        return RefusalMeaning(_BY_STATUS[status], _why(status, headers, said))
    if 500 <= status < 600:
        return RefusalMeaning("server_error")
    if not 400 <= status < 500:
        return RefusalMeaning("http_malformed")
    if status in (400, 422) and names_filter(detail, text):
        return RefusalMeaning("filter_rejected")
    return RefusalMeaning("bad_request", _why(status, headers, said))


def refuses_key(sentence: str) -> bool:
    """Whether a server's own sentence says that it does not accept the key."""
    said = sentence.lower()
    return _KEY_REFUSED.search(said) is not None and not (
        _OTHER_TOKEN.search(said) or _ADDRESS.search(said) or _HOST.search(said) or _RIGHTS.search(said)
    )


def _is_throttled(status: int, headers: Mapping[str, str], said: str) -> bool:
    """Whether a refusal with another status than 429 means too many requests."""
    if _THROTTLED.search(said):
        return True
    return status == 403 and ("retry-after" in headers or headers.get("x-ratelimit-remaining") == "0")


def names_filter(detail: str, text: str = "") -> bool:
    """Whether a refusal says that the search itself is the matter."""
    own = _ECHO.sub(" ", detail.lower())  # a repeated request says nothing about its filter
    return "invalidfilter" in text or _FILTER.search(own) is not None


def _why(status: int, headers: Mapping[str, str], said: str) -> str:
    if status == 431 or (status == 400 and _TOO_LONG.search(said)):
        return "too_long"
    if status in (400, 403, 404, 421, 422) and _HOST.search(said):
        return "host"
    if status in (400, 401, 403, 404, 409, 422) and _TENANT.search(said):
        return "tenant"
    if status in (401, 403, 451) and _ADDRESS.search(said):
        return "address"
    named = ("x-amzn-errortype", "x-amz-apigw-id", "x-amzn-requestid")
    if status == 403 and any(name in headers for name in named):
        return "gateway"
    if status == 401 and _GATEWAY_KEY.search(said):
        return "gateway"
    return ""
