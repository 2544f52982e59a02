"""A failed log entry shows the application's own answer (Microsoft Q&A 1185756 and similar reports)."""

from __future__ import annotations

from typing import Any

import pytest

from wizard.entra.log_reason import target_answer
from wizard.entra.logs import entry
from wizard.steps.base.sentences import log_sentence

INCOMPATIBLE = "SystemForCrossDomainIdentityManagementServiceIncompatible"
SCIM = '{ "schemas" : [ "urn:ietf:params:scim:api:messages:2.0:Error" ], "detail" : "%s" }'


def reason(status: str, answer: str) -> str:
    return (
        f"StatusCode: {status} Message: Processing of the HTTP request resulted in an exception. "
        f"Web Response: {answer}. This operation was retried 2 times."
    )


def row(code: str, text: str) -> dict[str, Any]:
    error = {"errorCode": code, "reason": text}
    info = {"status": "failure", "errorInformation": error}
    return {
        "id": "1",
        "provisioningAction": "update",
        "provisioningStatusInfo": info,
        "provisioningSteps": [],
    }


@pytest.mark.parametrize("code", [INCOMPATIBLE, f"{INCOMPATIBLE}Filtering", "SomethingNew"])
@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ("Conflict", "409 Conflict"),
        ("BadRequest", "400 Bad Request"),
        ("UnprocessableEntity", "422 Unprocessable"),
        ("404", "404 Not Found"),
    ],
)
def test_a_refusal_with_a_text_is_shown_with_status_and_text(code: str, status: str, shown: str) -> None:
    found = entry(row(code, reason(status, SCIM % "Seat limit reached.")))
    assert found.cause == "log_refused_by_target"
    sentence = log_sentence(found)
    assert sentence.startswith(f"Playvox answered {shown}")
    assert sentence.endswith(" and refused the change: Seat limit reached.")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ('{"detail":"Name is taken"}', "Name is taken"),
        ('{"message":"no seat"}', "no seat"),
        ('{"Errors":[{"description":"too long","code":400}]}', "too long"),
        ('{"error":{"message":"not now"}}', "not now"),
        ('{"detail":"cut off here', ""),
        ('{"detail":"said before the cut","more":"cut o', "said before the cut"),
        ("<html>busy</html>", ""),
        ("[]", ""),
    ],
)
def test_messages_of_servers(answer: str, said: str) -> None:
    found = target_answer(reason("BadRequest", answer))
    assert found is not None
    assert (found.said, found.refused) == (said, True)


def test_what_is_no_refusal_keeps_its_cause() -> None:
    assert target_answer("nothing of the kind") is None
    busy = entry(row(INCOMPATIBLE, reason("ServiceUnavailable", '{"detail":"busy"}')))
    assert busy.cause == "log_unreadable_answer"
    conflict = entry(row("EntryConflict", reason("Conflict", SCIM % "userName is taken")))
    assert (conflict.cause, conflict.said) == ("log_conflict", "userName is taken")
    html = entry(row(INCOMPATIBLE, reason("BadRequest", "<html>")))
    assert html.cause == "log_unreadable_answer"


def test_a_key_in_the_answer_stays_hidden() -> None:
    found = entry(
        row("SomethingNew", reason("BadRequest", '{"detail":"Bearer eyJhbGciOi.abc.def is old"}'))
    )
    assert "eyJhbGciOi" not in found.said
