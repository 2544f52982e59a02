"""What each refusal of Microsoft becomes, in each way of signing in, over a real socket and through MSAL.

Numbers and meanings: Microsoft identity platform, "Authentication and authorization error codes".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.entra.loopback_authority import LoopbackAuthority, answering, serving_authority, sign_in_at
from wizard.entra.aadsts import SignInError, refusal
from wizard.entra.scopes import READ_SCOPES
from wizard.messages import explain
from wizard.messages.explanation import Explanation

_ID = "fb3d2015-bc17-4bb9-bb85-30c5cf1aaaa7"


@dataclass(frozen=True)
class Refused:
    """A refusal: what the sign-in service says, the problem's code, and a word of its remedy."""

    code: str
    remedy: str
    by_code: str = ""
    """The problem with a device code, where it is another one."""
    error: str = "access_denied"


_BLOCKED = Refused("signin_conditional_access", "help desk", "signin_device_code_blocked")
_DEVICE = Refused("signin_device_not_compliant", "such a device", "signin_device_code_blocked")
_AGAIN = Refused("signin_interaction_needed", "Sign in", error="invalid_grant")
_TENANT = Refused("signin_wrong_tenant", "account of that tenant")
_PROOF = Refused("signin_more_proof", "every step", error="interaction_required")
_REGISTRATION = Refused("signin_redirect_refused", "Add that redirect address", error="invalid_request")
_UNKNOWN = Refused("signin_refused", "help desk", error="invalid_request")
TABLE: dict[str, Refused] = {
    "50005": _BLOCKED,
    "53000": _DEVICE,
    "53001": _DEVICE,
    "53002": _BLOCKED,
    "53003": _BLOCKED,
    "53004": _BLOCKED,
    "530031": _BLOCKED,
    "530032": _BLOCKED,
    "530034": _BLOCKED,
    "530035": _BLOCKED,
    "50131": _BLOCKED,
    "7000218": Refused("signin_public_client", "Mobile and desktop", error="invalid_client"),
    "50194": Refused("signin_single_tenant", "tenant that owns", error="invalid_request"),
    "9002327": Refused("signin_redirect_platform", "Mobile and desktop", error="invalid_request"),
    "65001": Refused("signin_consent_needed", "agree", error="invalid_grant"),
    "65004": Refused("signin_consent_declined", "agree"),
    "90094": Refused("signin_admin_approval", "Privileged Role Administrator"),
    "700016": Refused("signin_client_unknown", "client id", error="unauthorized_client"),
    "700011": Refused("signin_client_unknown", "client id", error="unauthorized_client"),
    "7000112": Refused("signin_client_disabled", "enabled", error="unauthorized_client"),
    "50105": Refused("signin_not_assigned", "assigned", error="invalid_grant"),
    "16000": _TENANT,
    "50020": _TENANT,
    "50034": _TENANT,
    "500021": Refused("signin_tenant_restricted", "network"),
    "500113": _REGISTRATION,
    "50011": _REGISTRATION,
    "650057": Refused("signin_request_invalid", "API permissions", error="invalid_resource"),
    "70043": _AGAIN,
    "700082": _AGAIN,
    "50173": _AGAIN,
    "50076": _PROOF,
    "50079": _PROOF,
    "50158": _PROOF,
    "50196": Refused("signin_loop", "Wait ten minutes", error="invalid_request"),
    "90033": Refused("signin_unavailable", "Wait a minute", error="temporarily_unavailable"),
    "900561": _UNKNOWN,
    "7000215": _UNKNOWN,  # a secret is for applications, never for a person who signs in
    "987654321": _UNKNOWN,
}


@pytest.fixture
def authority() -> Iterator[LoopbackAuthority]:
    with serving_authority() as server:
        server.metadata = server.complete_metadata()
        yield server


def answer(number: str) -> dict[str, Any]:
    """What the sign-in service sends for a number."""
    text = f"AADSTS{number}: Said by Microsoft.\r\nTrace ID: x\r\nCorrelation ID: {_ID}\r\nTimestamp: y"
    error = TABLE[number].error
    return {"error": error, "error_description": text, "error_codes": [int(number)], "correlation_id": _ID}


def told(caught: pytest.ExceptionInfo[SignInError], number: str) -> Explanation:
    """The words; the number and the id are always kept."""
    problem = caught.value.problem
    assert problem.facts["number"] == f"AADSTS{number}"
    assert _ID in problem.raw
    assert "Said by Microsoft." in problem.raw
    return explain(problem)


@pytest.mark.parametrize("where", ["page", "token"])
@pytest.mark.parametrize("number", TABLE)
async def test_refused_in_the_browser(authority: LoopbackAuthority, number: str, where: str) -> None:
    said = answer(number)
    authority.token = said

    def page(address: str) -> None:
        query = httpx.URL(address).params
        texts = {"error": said["error"], "error_description": said["error_description"]}
        httpx.post(query["redirect_uri"], data={**texts, "state": query["state"]}, trust_env=False)

    opener = page if where == "page" else answering
    with pytest.raises(SignInError) as caught:
        await sign_in_at(authority).interactive(READ_SCOPES, open_browser=opener, patience=20)
    words = told(caught, number)
    assert caught.value.problem.code == TABLE[number].code
    assert TABLE[number].remedy in " ".join(words.do)
    assert "with the browser instead" not in " ".join(words.do)


@pytest.mark.parametrize("number", TABLE)
async def test_refused_with_a_code(authority: LoopbackAuthority, number: str) -> None:
    authority.code = answer(number)
    with pytest.raises(SignInError) as caught:
        await sign_in_at(authority).device_code(READ_SCOPES, lambda _code: None)
    words = told(caught, number)
    wanted = TABLE[number].by_code or TABLE[number].code
    assert caught.value.problem.code == wanted
    assert ("instead of a code" in " ".join(words.do)) == (wanted == "signin_device_code_blocked")


def test_an_unknown_number_is_shown_with_its_words_and_id() -> None:
    words = explain(refusal(answer("987654321"), tenant="t").problem)
    assert "AADSTS987654321" in words.what
    assert words.why == "AADSTS987654321: Said by Microsoft."
    assert _ID in " ".join(words.do)
