"""AADSTS errors in the shape of the Microsoft identity platform.

Source: Microsoft identity platform docs, "Microsoft Entra authentication & authorization error codes" and
"OAuth 2.0 authorization code flow: error response".
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True)
class Refusal:
    """One refusal: OAuth `error`, AADSTS number, text, and what MSAL additionally reads."""

    error: str
    number: int
    text: str
    suberror: str = ""
    claims: str = ""

    def body(self) -> dict[str, Any]:
        """The JSON (or form) fields of the refusal."""
        trace, correlation = str(uuid.uuid4()), str(uuid.uuid4())
        now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%SZ")
        body: dict[str, Any] = {
            "error": self.error,
            "error_description": f"AADSTS{self.number}: {self.text} Trace ID: {trace} "
            f"Correlation ID: {correlation} Timestamp: {now}",
            "error_codes": [self.number],
            "timestamp": now,
            "trace_id": trace,
            "correlation_id": correlation,
            "error_uri": f"https://login.microsoftonline.com/error?code={self.number}",
        }
        if self.suberror:
            body["suberror"] = self.suberror
        if self.claims:
            body["claims"] = self.claims
        return body


class AuthorityError(Exception):
    """Carries a refusal to the endpoint that answers with it."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.number)
        self.refusal = refusal

    def body(self) -> dict[str, Any]:
        """The fields of the refusal."""
        return self.refusal.body()


_MFA_CLAIMS = '{"access_token":{"capolids":{"essential":true,"values":["practice-policy"]}}}'

CONSENT_NEEDED = Refusal(
    "invalid_grant",
    65001,
    "The user or administrator has not consented to use the application.",
    "consent_required",
)
ADMIN_CONSENT_NEEDED = Refusal(
    "access_denied", 90094, "The grant requires admin permission.", "consent_required"
)
MFA_NEEDED = Refusal(
    "interaction_required", 50076,
    "Due to a configuration change made by your administrator, you must use multi-factor authentication.",
    "basic_action", _MFA_CLAIMS,
)  # fmt: skip
DISABLED = Refusal("invalid_grant", 50057, "The user account is disabled.")
WRONG_PASSWORD = Refusal(
    "invalid_grant", 50126, "Error validating credentials due to invalid username or password."
)
DEVICE_CODE_BLOCKED = Refusal(
    "access_denied",
    530036,
    "Access has been blocked by Conditional Access policies: device code flow.",
    "message_only",
)
CANCELLED = Refusal("access_denied", 65004, "User declined to consent to access the app.")
DECLINED = Refusal("authorization_declined", 65004, CANCELLED.text)  # the device code flow's name for it
SESSION_ENDED = Refusal(
    "invalid_grant",
    70043,
    "The refresh token has expired or is invalid due to sign-in frequency checks.",
    "bad_token",
)
UNKNOWN_CLIENT = Refusal("unauthorized_client", 700016, "Application was not found in the directory.")
UNKNOWN_ACCOUNT = Refusal("invalid_grant", 50034, "The user account does not exist in the directory.")
BAD_REDIRECT = Refusal(
    "invalid_request", 50011, "The redirect URI specified in the request does not match."
)
BAD_CODE = Refusal("invalid_grant", 70008, "The provided authorization code or refresh token has expired.")
BAD_VERIFIER = Refusal("invalid_grant", 501481, "The Code_Verifier does not match the code_challenge.")
PENDING = Refusal("authorization_pending", 70016, "OAuth 2.0 device flow error. Authorization is pending.")
DEVICE_EXPIRED = Refusal("expired_token", 70020, "The provided device code has expired.")
DEVICE_UNKNOWN = Refusal("bad_verification_code", 70019, "The device code or user code is unknown.")
INTERACTION = Refusal(
    "interaction_required", 50058, "Session information is not sufficient for single sign-on."
)


def missing(name: str) -> Refusal:
    """A required request parameter is absent."""
    return Refusal(
        "invalid_request", 900144, f"The request body must contain the following parameter: '{name}'."
    )


def unknown_scope(scope: str) -> Refusal:
    """Graph has no such permission."""
    text = f"The application asked for scope '{scope}' that doesn't exist on the resource."
    return Refusal("invalid_client", 650053, text)


def bad_grant(grant: str) -> Refusal:
    """The token endpoint does not do this."""
    return Refusal("unsupported_grant_type", 70003, f"The grant type '{grant}' is not supported.")
