"""Refused sign-ins: AADSTS numbers as problems the administrator can act on.

Numbers: Microsoft identity platform, "Authentication and authorization error codes".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

from wizard.network.clock import ClockReading
from wizard.problem import Problem, ProblemError
from wizard.security.redactor import redact

_NUMBER = re.compile(r"AADSTS(\d{1,12})\b", re.ASCII)
_DIGITS = re.compile(r"[1-9][0-9]{0,11}")
_MOST = 20  # numbers of one answer
_MAX_TEXT = 3000

_CODES: dict[str, str] = {
    "65001": "signin_consent_needed",
    "65004": "signin_consent_declined",
    "90094": "signin_admin_approval",
    "90095": "signin_admin_approval",
    "90093": "signin_admin_approval",
    "50074": "signin_more_proof",
    "50076": "signin_more_proof",
    "50078": "signin_more_proof",
    "50079": "signin_more_proof",
    "50072": "signin_more_proof",
    "50158": "signin_more_proof",
    "50057": "signin_account_disabled",
    "50053": "signin_account_locked",
    "50126": "signin_wrong_password",
    "530036": "signin_device_code_blocked",
    "50055": "signin_password_expired",
    "50144": "signin_password_expired",
    "50020": "signin_wrong_tenant",
    "50034": "signin_wrong_tenant",
    "51004": "signin_wrong_tenant",
    "90072": "signin_wrong_tenant",
    "90002": "signin_tenant_unknown",
    "50059": "signin_tenant_unknown",
    "50128": "signin_tenant_unknown",
    "700016": "signin_client_unknown",
    "700038": "signin_client_unknown",
    "7000112": "signin_client_disabled",
    "50105": "signin_not_assigned",
    "53000": "signin_device_not_compliant",
    "53001": "signin_device_not_compliant",
    "53002": "signin_conditional_access",
    "530001": "signin_device_not_compliant",
    "530002": "signin_device_not_compliant",
    "530003": "signin_device_not_compliant",
    "53003": "signin_conditional_access",
    "53004": "signin_conditional_access",
    "53008": "signin_device_not_compliant",
    "53009": "signin_conditional_access",
    "53010": "signin_conditional_access",
    "53011": "signin_conditional_access",
    "530031": "signin_conditional_access",
    "530032": "signin_conditional_access",
    "530034": "signin_conditional_access",
    "530035": "signin_conditional_access",
    "50005": "signin_conditional_access",
    "50131": "signin_conditional_access",
    "50097": "signin_device_not_compliant",
    "50129": "signin_device_not_compliant",
    "7000218": "signin_public_client",
    "9002327": "signin_redirect_platform",
    "50194": "signin_single_tenant",
    "9002313": "signin_request_invalid",
    "70011": "signin_request_invalid",
    "900144": "signin_request_invalid",
    "50196": "signin_loop",
    "90033": "signin_unavailable",
    "90010": "signin_request_invalid",
    "50011": "signin_redirect_refused",
    "500113": "signin_redirect_refused",
    "900971": "signin_redirect_refused",
    "50173": "signin_interaction_needed",
    "50058": "signin_interaction_needed",
    "70043": "signin_interaction_needed",
    "700082": "signin_interaction_needed",
    "700084": "signin_interaction_needed",
    "70008": "signin_interaction_needed",
    "700027": "signin_app_certificate",
    "700023": "signin_app_certificate",
    "700024": "signin_app_time",
    "700211": "signin_app_federation",
    "700212": "signin_app_federation",
    "700213": "signin_app_federation",
    "70021": "signin_app_federation",
    "7000215": "signin_app_secret",
    "7000222": "signin_app_secret_expired",
    "7000229": "signin_app_principal",
    "70019": "signin_code_expired",
    "70020": "signin_code_expired",
    "500133": "signin_clock",
    "16000": "signin_wrong_tenant",
    "50085": "signin_interaction_needed",
    "50089": "signin_interaction_needed",
    "50132": "signin_interaction_needed",
    "50133": "signin_interaction_needed",
    "50140": "signin_interaction_needed",
    "50143": "signin_interaction_needed",
    "50199": "signin_interaction_needed",
    "54005": "signin_interaction_needed",
    "70000": "signin_interaction_needed",
    "70044": "signin_interaction_needed",
    "700020": "signin_interaction_needed",
    "700022": "signin_request_invalid",
    "700081": "signin_interaction_needed",
    "700083": "signin_interaction_needed",
    "90007": "signin_interaction_needed",
    "50125": "signin_more_proof",
    "500121": "signin_more_proof",
    "54008": "signin_more_proof",
    "500571": "signin_account_disabled",
    "50056": "signin_wrong_password",
    "50064": "signin_wrong_password",
    "50135": "signin_password_expired",
    "50142": "signin_password_expired",
    "50127": "signin_device_not_compliant",
    "50155": "signin_device_not_compliant",
    "50187": "signin_device_not_compliant",
    "135011": "signin_device_not_compliant",
    "530004": "signin_device_not_compliant",
    "700003": "signin_device_not_compliant",
    "530021": "signin_conditional_access",
    "530033": "signin_conditional_access",
    "50001": "signin_request_invalid",
    "500011": "signin_request_invalid",
    "70003": "signin_request_invalid",
    "70005": "signin_request_invalid",
    "700054": "signin_request_invalid",
    "90014": "signin_request_invalid",
    "90023": "signin_request_invalid",
    "70001": "signin_client_disabled",
    "70002": "signin_app_secret",
    "700030": "signin_app_certificate",
    "70004": "signin_redirect_refused",
    "9002326": "signin_redirect_platform",
    "70018": "signin_code_expired",
    "90019": "signin_tenant_unknown",
    "90038": "signin_tenant_unknown",
    "900382": "signin_tenant_unknown",
    "900439": "signin_tenant_unknown",
    "9001023": "signin_tenant_unknown",
    "50000": "signin_unavailable",
    "70012": "signin_unavailable",
    "80001": "signin_unavailable",
    "80002": "signin_unavailable",
    "80007": "signin_unavailable",
    "90006": "signin_unavailable",
    "90012": "signin_unavailable",
    "90024": "signin_unavailable",
    "90036": "signin_unavailable",
    "90055": "signin_unavailable",
    "16003": "signin_wrong_tenant",
    "50014": "signin_wrong_tenant",
    "500208": "signin_wrong_tenant",
    "500021": "signin_tenant_restricted",
    "500022": "signin_tenant_restricted",
    "50002": "signin_tenant_restricted",
    "650056": "signin_request_invalid",
    "650057": "signin_request_invalid",
    "65005": "signin_request_invalid",
    "65002": "signin_request_invalid",
    "70007": "signin_request_invalid",
    "700011": "signin_client_unknown",
    "50033": "signin_unavailable",
    "50087": "signin_unavailable",
    "50088": "signin_unavailable",
    "80005": "signin_unavailable",
    "80014": "signin_unavailable",
    "90090": "signin_unavailable",
    "90091": "signin_unavailable",
    "165900": "signin_request_invalid",
}
_CORRELATION = re.compile(r"Correlation ID:\s*([0-9a-fA-F-]{36})", re.IGNORECASE)
_TIME = re.compile(
    r"valid time range|not yet valid|has expired|already expires|not within its valid|validity|NotTimeValid"
    r"|CERT_E_EXPIRED",
    re.IGNORECASE,
)
_BY_PERSON = {"signin_interaction_needed", "signin_more_proof"}
_DEVICE_BLOCKS = {"signin_conditional_access", "signin_device_not_compliant"}
_BY_APPLICATION = {
    "signin_app_certificate",
    "signin_app_federation",
    "signin_app_secret",
    "signin_app_secret_expired",
    "signin_app_time",
}


Flow = Literal["browser", "code", "silent", "app"]
"""How the sign-in was tried: what helps depends on it."""


class SignInError(ProblemError):
    """A refused sign-in. `claims` is Entra's claims challenge: pass it to `SignIn.interactive`."""

    def __init__(self, problem: Problem, claims: str | None = None) -> None:
        super().__init__(problem)
        self.claims = claims


def looks_like_time(text: str) -> bool:
    """Whether an error says that something is not valid yet or any more, as a wrong clock makes it look."""
    return _TIME.search(text) is not None


def refusal(
    result: Mapping[str, Any],
    *,
    tenant: str,
    flow: Flow = "browser",
    clock: ClockReading | None = None,
) -> SignInError:
    """The error in an MSAL result that holds no token.

    A known number decides before the OAuth word: `access_denied` is sent for every block, not for
    Cancel alone.
    """
    error = _word(result.get("error"))
    text = _word(result.get("error_description"))
    suberror = _word(result.get("suberror"))
    number = _number(result, text)
    code = _CODES.get(number) or _by_name(error, suberror, number)
    if flow in ("browser", "app") and code in _BY_PERSON and number not in _CODES:
        code = "signin_refused"  # the same sign-in again would change nothing
    if flow != "app" and code in _BY_APPLICATION:
        code = "signin_refused"  # nobody who signs in as a person has such a secret or certificate
    if number == "16000" and flow == "silent":
        code = "signin_interaction_needed"  # several accounts: the page asks which one
    if flow == "code" and (
        code in _DEVICE_BLOCKS
        or (number not in _CODES and error in {"unsupported_grant_type", "unauthorized_client"})
    ):
        code = "signin_device_code_blocked"
    facts = {
        "number": f"AADSTS{number}" if number else error,
        "tenant": tenant,
        "flow": flow,
        "correlation": _correlation(result, text),
        "message": redact(text.partition("\r\n")[0].partition(" Trace ID:")[0])[:500],
    }
    if clock is not None and clock.is_wrong and (code == "signin_clock" or looks_like_time(text)):
        code, facts = "signin_clock", {**facts, **clock.facts}
    claims = _word(result.get("claims")) or None
    lines = [f"{error} {suberror}".strip(), text]
    if facts["correlation"] and facts["correlation"] not in text:
        lines.append(f"Correlation ID: {facts['correlation']}")
    raw = redact("\n".join(filter(None, lines)))[:_MAX_TEXT]
    return SignInError(Problem(code, facts, raw, retryable=True), claims)


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


def _correlation(result: Mapping[str, Any], text: str) -> str:
    """Microsoft's id of this sign-in; the browser gets it in the text alone."""
    found = _CORRELATION.search(text)
    return _word(result.get("correlation_id")) or (found.group(1) if found else "")


def _number(result: Mapping[str, Any], text: str) -> str:
    numbers = result.get("error_codes")
    told = [str(each) for each in numbers[:_MOST] if _is_number(each)] if isinstance(numbers, list) else []
    if told:
        return next((each for each in told if each in _CODES), told[0])
    match = _NUMBER.search(text)
    return match.group(1) if match else ""


def _is_number(value: object) -> bool:
    return isinstance(value, int | str) and _DIGITS.fullmatch(str(value)) is not None


def _by_name(error: str, suberror: str, number: str) -> str:
    if suberror == "consent_required" or error == "consent_required":
        return "signin_consent_needed"
    if error in {"access_denied", "authorization_declined"}:
        return "signin_refused" if number else "signin_cancelled"
    # Still pending when MSAL stops asking: the code's time is over.
    if error in {"expired_token", "code_expired", "authorization_pending", "slow_down"}:
        return "signin_code_expired"
    if error in {"interaction_required", "login_required", "invalid_grant"}:
        return "signin_interaction_needed"
    if error in {"temporarily_unavailable", "server_error"}:
        return "signin_unavailable"
    return "signin_refused"
