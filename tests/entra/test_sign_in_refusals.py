"""Refused sign-ins: the number decides, then the OAuth word; what helps fits the way of signing in."""

from __future__ import annotations

import pytest

from wizard.entra.aadsts import Flow, refusal
from wizard.messages import explain

_ID = "fb3d2015-bc17-4bb9-bb85-30c5cf1aaaa7"


def _answer(number: str, error: str = "access_denied") -> dict[str, object]:
    text = f"AADSTS{number}: Said by Microsoft.\r\nTrace ID: x\r\nCorrelation ID: {_ID}\r\nTimestamp: y"
    return {"error": error, "error_description": text}


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("50005", "signin_conditional_access"),
        ("53000", "signin_device_not_compliant"),
        ("53002", "signin_conditional_access"),
        ("53003", "signin_conditional_access"),
        ("53011", "signin_conditional_access"),
        ("530031", "signin_conditional_access"),
        ("50131", "signin_conditional_access"),
        ("7000218", "signin_public_client"),
        ("9002327", "signin_redirect_platform"),
        ("50194", "signin_single_tenant"),
        ("65004", "signin_consent_declined"),
        ("999999", "signin_refused"),
    ],
)
@pytest.mark.parametrize("error", ["access_denied", "interaction_required", "invalid_grant", "odd"])
def test_the_number_beats_the_word(number: str, code: str, error: str) -> None:
    problem = refusal(_answer(number, error), tenant="t").problem
    assert problem.code == code
    words = explain(problem)
    assert f"AADSTS{number}" in words.what + " ".join(words.do)
    assert problem.facts["correlation"] == _ID
    assert _ID in problem.raw


def test_an_unknown_number_is_shown_with_microsofts_words() -> None:
    words = explain(refusal(_answer("999999"), tenant="t").problem)
    assert "AADSTS999999" in words.what
    assert "Said by Microsoft." in words.why
    assert any(_ID in each for each in words.do)


@pytest.mark.parametrize(
    ("number", "named"),
    [("7000218", "Allow public client flows"), ("9002327", "Mobile and desktop"), ("50194", "tenant")],
)
def test_what_to_change_in_the_registration(number: str, named: str) -> None:
    assert named in " ".join(explain(refusal(_answer(number), tenant="t").problem).do)


@pytest.mark.parametrize("number", ["50005", "53000", "53003", "530031", "50131"])
def test_only_a_code_is_told_to_use_the_browser(number: str) -> None:
    def remedies(flow: Flow) -> str:
        return " ".join(explain(refusal(_answer(number), tenant="t", flow=flow).problem).do)

    assert "instead of a code" in remedies("code")
    assert "instead of a code" not in remedies("browser") + remedies("silent") + remedies("app")


def test_a_word_without_a_number_is_what_it_says() -> None:
    assert refusal({"error": "access_denied"}, tenant="t").problem.code == "signin_cancelled"
    silent = refusal({"error": "interaction_required"}, tenant="t", flow="silent").problem
    assert silent.code == "signin_interaction_needed"
    after_the_page = refusal({"error": "interaction_required"}, tenant="t").problem
    assert after_the_page.code == "signin_refused"  # "sign in" is no help to somebody who just did


def test_the_id_is_kept_when_only_the_answer_has_it() -> None:
    problem = refusal({"error": "server_error", "correlation_id": _ID}, tenant="t").problem
    assert _ID in problem.raw


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("500121", "signin_more_proof"),
        ("135011", "signin_device_not_compliant"),
        ("700022", "signin_request_invalid"),
        ("70044", "signin_interaction_needed"),
        ("50142", "signin_password_expired"),
        ("900439", "signin_tenant_unknown"),
        ("9002326", "signin_redirect_platform"),
        ("90036", "signin_unavailable"),
        ("500011", "signin_request_invalid"),
    ],
)
def test_rarer_numbers_have_words_of_their_own(number: str, code: str) -> None:
    problem = refusal(_answer(number), tenant="t").problem
    assert problem.code == code
    assert problem.facts["number"] == f"AADSTS{number}"
    assert _ID in problem.raw


@pytest.mark.parametrize(
    "numbers", [[None, {}], [True], ["x"], [-1], [0, 10**40], [], 5, {"a": 1}, [[]], [3.5]]
)
def test_odd_numbers_are_not_shown(numbers: object) -> None:
    answer = {**_answer("53003"), "error_codes": numbers}
    assert refusal(answer, tenant="t").problem.facts["number"] == "AADSTS53003"


def test_a_number_without_end_is_none() -> None:
    answer = {"error": "invalid_grant", "error_description": "AADSTS" + "9" * 5_000}
    assert refusal(answer, tenant="t").problem.facts["number"] == "invalid_grant"
