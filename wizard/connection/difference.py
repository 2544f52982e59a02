"""Compare the vantage points: what fails only here, what fails only from Microsoft, and the likely reasons.

Pure: works on the checks of this computer and Microsoft's answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wizard.connection.answer_checks import JudgedCheck
from wizard.connection.microsoft import MicrosoftAnswer
from wizard.connection.pasted import Pasted
from wizard.connection.result import (
    CheckResult,
    CheckStatus,
    DifferenceReason,
)

_PATH = ("proxy", "dns", "tcp", "tls", "http")
_BLOCKED = ("blocked_by_waf", "no_user_agent_blocked")
_UNREACHED = (
    "entra_unreachable_only", "http_timeout", "http_closed", "dns_not_found", "dns_failed", "tcp_refused",
    "tcp_timeout", "tls_untrusted", "entra_rejected", "blocked_by_waf", "no_user_agent_blocked",
)  # fmt: skip


def judge_entra(answer: MicrosoftAnswer, *, works_here: bool) -> JudgedCheck:
    """The check `entra`: the answer of Microsoft's service."""
    if answer.ok:
        return JudgedCheck(CheckStatus.PASSED, None, {"status": 204})
    found = answer.read()
    evidence: dict[str, Any] = {"code": found.code or answer.code}
    if found.status is not None:
        evidence["inner_status"] = found.status
    if answer.message:
        evidence["message"] = answer.message
    if found.cause and found.cause != "entra_rejected":
        evidence["means"] = found.cause
    unreached = found.status is None and found.cause in (None, *_UNREACHED)
    cause = "entra_unreachable_only" if works_here and (unreached or _blocked(found)) else "entra_rejected"
    return JudgedCheck(CheckStatus.FAILED, cause, evidence)


def judge_encoding_again(
    cause: str | None, evidence: Mapping[str, Any], answer: MicrosoftAnswer
) -> JudgedCheck | None:
    """The check `encoding` where Microsoft's answer changes it; otherwise None.

    A missing User-Agent was refused from this computer only; that Microsoft passes is better evidence.
    """
    if answer.ok and cause == "no_user_agent_blocked":
        return JudgedCheck(CheckStatus.WARNING, cause, evidence)
    return None


def judge_difference(
    checks: Sequence[CheckResult], answer: MicrosoftAnswer
) -> tuple[JudgedCheck, tuple[DifferenceReason, ...]]:
    """The check `difference`, with the likely reasons, most likely first."""
    failed = next((each for each in checks if each.status is CheckStatus.FAILED), None)
    here = failed.cause or "" if failed else "works"
    there = "works" if answer.ok else answer.read().cause or "entra_rejected"
    trails = {"here": _trail(checks), "microsoft": there, "from_here": here}
    if failed is None and not answer.ok:
        found = answer.read()
        return (
            JudgedCheck(CheckStatus.FAILED, "entra_unreachable_only", trails),
            _only_microsoft(found, _by_id(checks)),
        )
    if failed is not None and answer.ok:
        return JudgedCheck(CheckStatus.FAILED, "here_unreachable_only", trails), _only_here(
            failed, _by_id(checks)
        )
    return JudgedCheck(CheckStatus.PASSED, None, trails), ()


def _trail(checks: Sequence[CheckResult]) -> list[str]:
    return [f"{each.id}: {each.cause or each.status.value}" for each in checks]


def _by_id(checks: Sequence[CheckResult]) -> Mapping[str, CheckResult]:
    return {each.id: each for each in checks}


def _blocked(found: Pasted) -> bool:
    """Whether something in front of Playvox refused: a firewall, or a page where SCIM answers in JSON."""
    return found.cause in _BLOCKED or (found.is_page and found.status in (403, 405, 406, 429, 503))


def _only_microsoft(found: Pasted, checks: Mapping[str, CheckResult]) -> tuple[DifferenceReason, ...]:
    scores = {
        "allow_list": 5.0,
        "geo_block": 3.0,
        "no_user_agent": 2.0,
        "other_values": 1.5,
        "passing": 1.0,
    }
    if _blocked(found) or found.status in (403, 406):
        scores["no_user_agent"] += 3.5 if _blocked(found) else 1.0
        scores["geo_block"] += 1.0
    if found.status in (401, 404):
        scores["other_values"] += 8.0  # Playvox was reached, so no allow list or block is in between
    if found.status in (429, 500, 502, 503, 504):
        scores["passing"] += 8.0
    encoding = checks.get("encoding")
    if encoding is not None and encoding.cause == "no_user_agent_blocked":
        scores["no_user_agent"] += 9.0
    if "private" in str(checks["address"].evidence) or "private" in str(checks["dns"].evidence):
        scores["private_name"] = 9.0
    if checks["tls"].cause == "tls_inspected":
        scores["inspected_here"] = 4.0
    return _ranked(scores)


def _only_here(failed: CheckResult, checks: Mapping[str, CheckResult]) -> tuple[DifferenceReason, ...]:
    scores = {"local_firewall": 1.0, "other_values": 0.5}
    cause = failed.cause or ""
    if cause.startswith("tls_"):
        scores["local_inspection"] = 6.0
        scores["local_trust"] = 3.0
    elif cause.startswith("dns_"):
        scores["local_dns"] = 6.0
    elif cause.startswith("proxy_"):
        scores["local_proxy"] = 6.0
    elif failed.id in _PATH:
        scores["local_firewall"] += 5.0
    elif cause == "blocked_by_waf":
        scores["local_address_blocked"] = 6.0
    else:
        scores["other_values"] += 5.0
    if checks["proxy"].evidence.get("proxy"):
        scores["local_proxy"] = scores.get("local_proxy", 0.0) + 2.0
    return _ranked(scores)


def _ranked(scores: Mapping[str, float]) -> tuple[DifferenceReason, ...]:
    ordered = sorted(scores, key=lambda code: -scores[code])
    return tuple(DifferenceReason(f"reason_{code}") for code in ordered[:4])
