"""Judge answers for the checks http, auth, scim, encoding, groups and discovery. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from pydantic import ValidationError
from pydantic_core import from_json

from wizard.connection.contrast import Contrast
from wizard.connection.request_sender import RequestResult
from wizard.connection.result import CheckStatus
from wizard.network.inspectors import product_in
from wizard.playvox.address import TenantUrl, is_private
from wizard.playvox.models import ServiceProviderConfig

_HTTP = (
    "http_closed", "http_malformed", "http_timeout", "proxy_unreachable", "proxy_auth_required",
    "blocked_here", "tls_client_certificate", "tls_no_http1", "tls_hostname_mismatch",
    "tls_version_unsupported", "tls_cipher_unsupported",
)  # fmt: skip
_AUTH = ("key_rejected", "key_not_permitted", "blocked_by_waf", "no_user_agent_blocked")
_SIGN_IN = re.compile(
    r"log[-_]?in|sign[-_]?(?:in|on)|log[-_]?on\b|\bsso\b|saml|oauth|openid|adfs|/auth\b|authenti(?:cate|fica)|authorize|idp"
    r"|session|/my\.policy|/vdesk/|/vpn/|anmeld|connexion|iniciar|inloggen|accedi\b|acceso|entrar\b|zaloguj|\bcas\b",
    re.IGNORECASE,
)

_PORTAL = re.compile(
    r"captive|hotspot|network-auth\.com|\bwi-?fi\b|\bwlan\b|guest-?(?:net|portal)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class JudgedCheck:
    """State, cause and evidence of one check; the evidence is not yet redacted."""

    status: CheckStatus
    cause: str | None = None
    evidence: Mapping[str, Any] = field(default_factory=dict)


PASSED = JudgedCheck(CheckStatus.PASSED)


def judge_http(first: RequestResult, url: TenantUrl) -> JudgedCheck:
    """The check `http`: an HTTP answer that is no redirect."""
    if first.cause == "http_redirect":
        return _redirect(first, url)
    if first.cause in _HTTP and (first.answer is None or first.cause != "http_timeout"):
        return JudgedCheck(CheckStatus.FAILED, first.cause, exchange_evidence(first, url))
    return JudgedCheck(CheckStatus.PASSED, None, exchange_evidence(first, url))


def _redirect(first: RequestResult, url: TenantUrl) -> JudgedCheck:
    evidence = exchange_evidence(first, url)
    location = first.answer.header("location") if first.answer else ""
    try:
        there = urlsplit(urljoin(f"{url.base}/Users", location))
        host = (there.hostname or url.host).lower().rstrip(".")
        shown = f"{there.scheme}://{there.netloc.rpartition('@')[2]}{there.path}"
    except ValueError:
        return JudgedCheck(CheckStatus.FAILED, "http_redirect", {**evidence, "location": location})
    evidence["location"] = shown
    cause = "http_redirect_elsewhere" if host != url.host else "http_redirect"
    own_network = _own_network(host, there.path, url) if cause == "http_redirect_elsewhere" else None
    if own_network is not None:
        return JudgedCheck(CheckStatus.FAILED, "blocked_here", {**evidence, **own_network})
    if not location:
        return JudgedCheck(CheckStatus.FAILED, cause, evidence)
    if _SIGN_IN.search(f"{host}{there.path}"):
        return JudgedCheck(CheckStatus.FAILED, cause, {**evidence, "why": "sign_in"})
    if cause == "http_redirect" and there.path == f"{url.path}/Users/":
        return JudgedCheck(CheckStatus.FAILED, cause, {**evidence, "why": "slash"})
    if there.scheme == "https" and re.search(r"scim.*/users/?$", there.path, re.IGNORECASE):
        suggested = re.sub(r"/users/?$", "", shown, flags=re.IGNORECASE)
        if suggested != url.base:
            return JudgedCheck(
                CheckStatus.FAILED, cause, {**evidence, "why": "moved", "suggested": suggested}
            )
    return JudgedCheck(CheckStatus.FAILED, cause, evidence)


def _own_network(host: str, path: str, url: TenantUrl) -> dict[str, Any] | None:
    """Evidence that the address of a redirect belongs to this computer's network; None when it does not."""
    product = product_in(f"{host}{path}")
    if product:
        return {"protector": product}
    portal = is_private(host) and not is_private(url.host)
    return {"why": "sign_in"} if portal or _PORTAL.search(host) else None


def judge_auth(contrast: Contrast, url: TenantUrl) -> JudgedCheck:
    """The check `auth`: whether the key is accepted; without evidence that stays unknown."""
    first = contrast.first
    if first.cause in _AUTH and not contrast.search_is_refused:
        evidence = exchange_evidence(first, url)
        challenge = first.answer.header("www-authenticate") if first.answer else ""
        if challenge:
            evidence["challenge"] = challenge
        if contrast.keyless is not None:
            evidence["without_key"] = _short(contrast.keyless)
        if contrast.key_is_known and not first.judgment.why:
            evidence["key_known"] = True
        return JudgedCheck(CheckStatus.FAILED, first.cause, evidence)
    if first.cause is None:
        return JudgedCheck(CheckStatus.PASSED, None, {"status": first.status})
    if contrast.key_is_known:
        return JudgedCheck(CheckStatus.PASSED, None, {"status": first.status, "key_known": True})
    return JudgedCheck(CheckStatus.NOT_RUN, None, {"status": first.status})


def judge_scim(contrast: Contrast, url: TenantUrl) -> JudgedCheck:
    """The check `scim`: the answer that Microsoft's test needs, otherwise the most likely reason."""
    first = contrast.first
    evidence = exchange_evidence(first, url)
    if first.cause is None:
        if first.found:
            return JudgedCheck(CheckStatus.FAILED, "filter_ignored", {**evidence, "found": first.found})
        if first.judgment.warnings:
            return JudgedCheck(CheckStatus.WARNING, first.judgment.warnings[0], evidence)
        return JudgedCheck(CheckStatus.PASSED, None, evidence)
    if contrast.percent is not None and contrast.percent.is_empty_list:
        return JudgedCheck(CheckStatus.FAILED, "encoding_dependent", {**evidence, "works_with": "%20"})
    if contrast.collection is not None:
        evidence["collection_status"] = contrast.collection.status
    if contrast.search_is_refused:
        evidence["only_search"] = True
    return JudgedCheck(CheckStatus.FAILED, contrast.cause, evidence)


def judge_encoding(
    first: RequestResult, percent: RequestResult, silent: RequestResult, url: TenantUrl
) -> JudgedCheck:
    """The check `encoding`: whether `%20` or a missing User-Agent changes the answer."""
    evidence = {"plus": _short(first), "percent": _short(percent), "no_user_agent": _short(silent)}
    if not silent.is_empty_list:
        cause = "no_user_agent_blocked" if percent.is_empty_list else silent.cause or "filter_ignored"
        return JudgedCheck(CheckStatus.FAILED, cause, {**evidence, **exchange_evidence(silent, url)})
    if not percent.is_empty_list:
        # Microsoft's library sends "+", so this is only a warning.
        return JudgedCheck(CheckStatus.WARNING, "encoding_dependent", {**evidence, "works_with": "+"})
    return JudgedCheck(CheckStatus.PASSED, None, evidence)


def judge_groups(groups: RequestResult, url: TenantUrl, *, mapped: bool) -> JudgedCheck:
    """The check `groups`: whether group requests are answered; relevant only when groups are mapped."""
    evidence = {**exchange_evidence(groups, url), "mapped": mapped}
    if groups.is_empty_list or not mapped:
        return JudgedCheck(CheckStatus.PASSED, None, {**evidence, "answers": groups.cause is None})
    if groups.status in (404, 403, 405, 501):
        return JudgedCheck(CheckStatus.FAILED, "groups_missing", evidence)
    return JudgedCheck(CheckStatus.FAILED, groups.cause or "filter_ignored", evidence)


def judge_discovery(asked: Mapping[str, RequestResult]) -> JudgedCheck:
    """The check `discovery`: what the server reports about itself; information only."""
    evidence: dict[str, Any] = {name: each.status or each.cause for name, each in asked.items()}
    config = asked.get("ServiceProviderConfig")
    if config is not None and config.answer is not None and config.status == 200:
        try:
            said = ServiceProviderConfig.model_validate(from_json(config.answer.body))
        except (ValidationError, ValueError, RecursionError):
            return JudgedCheck(CheckStatus.PASSED, None, evidence)
        evidence |= {"patch": said.patch.supported, "filter": said.filter.supported}
    return JudgedCheck(CheckStatus.PASSED, None, evidence)


def exchange_evidence(asked: RequestResult, url: TenantUrl) -> dict[str, Any]:
    """The part of an exchange that may be shown. No body: it may hold personal data."""
    evidence: dict[str, Any] = {"request": f"GET {asked.request.target(url).decode('ascii', 'replace')}"}
    if asked.status is not None:
        evidence["status"] = asked.status
    if asked.answer is not None:
        evidence["content_type"] = asked.answer.header("content-type")
        evidence["bytes"] = len(asked.answer.body)
        for name in ("server", "retry-after"):
            if asked.answer.header(name):
                evidence[name.replace("-", "_")] = asked.answer.header(name)
    elif asked.received:
        evidence["bytes"] = asked.received
    if asked.judgment.listing is not None:
        evidence["total"] = asked.judgment.listing.total
    for name in ("protector", "why"):
        if getattr(asked.judgment, name):
            evidence[name] = getattr(asked.judgment, name)
    if asked.judgment.detail:
        evidence["detail"] = asked.judgment.detail
    if asked.reason:
        evidence["reason"] = asked.reason
    if asked.excess:
        evidence["excess"] = True
    return evidence


def _short(asked: RequestResult) -> str:
    if asked.is_empty_list:
        return "200, empty list"
    return ", ".join(str(each) for each in (asked.status, asked.cause or f"{asked.found} found") if each)
