"""Each documented code of the provisioning log gets its sentence, cause and cure.

Codes: Entra docs, "Analyze provisioning logs"; skip reasons: Graph docs, provisionOnDemand; names that
begin with SystemForCrossDomainIdentityManagement: reports of administrators.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from wizard.entra.log_causes import CAUSES
from wizard.entra.logs import entry
from wizard.steps.base.sentences import log_sentence, log_words

SCIM = "SystemForCrossDomainIdentityManagement"
ITSELF = "tries again in its next cycles"
RUN_TEST = "Run the connection test"

# code, status and answer of Playvox, what happened, cure
TABLE: tuple[tuple[str, str, str, str, str], ...] = (
    ("Conflict", "", "", "already has another account", "Compare the matching attribute"),
    ("EntryConflict", "Conflict", "taken", "already has another account", "Compare the matching attribute"),
    ("PlayvoxEntryConflict", "", "", "already has another account", "Compare the matching attribute"),
    ("TooManyRequests", "TooManyRequests", "", "asked to slow down", ITSELF),
    ("InternalServerError", "InternalServerError", "", "an error of its own", ITSELF),
    ("WebExceptionProtocolError", "", "", "an error of its own", ITSELF),
    ("Timeout", "", "", "took too long", ITSELF),
    ("InsufficientRights", "", "", "does not let it make this change", "Check the key"),
    ("MethodNotAllowed", "", "", "does not let it make this change", "Check the key"),
    ("NotPermitted", "", "", "does not let it make this change", "Check the key"),
    ("Unauthorized", "", "", "does not let it make this change", "Check the key"),
    ("UnprocessableEntity", "", "", "did not accept the data", "Preview this person"),
    ("NotImplemented", "", "", "did not accept the data", "Preview this person"),
    ("InvalidAnchor", "", "", "no longer exists in Playvox", "Restart provisioning"),
    ("MandatoryFieldsMissing", "", "", "requires is empty", "Fill the attribute"),
    ("MissingValues", "", "", "requires is empty", "Fill the attribute"),
    (
        "SchemaAttributeNotFound",
        "",
        "",
        "attribute Playvox does not have",
        "Correct or remove that mapping",
    ),
    ("InternalError", "", "", "Microsoft's provisioning service had an error", ITSELF),
    ("InvalidDomain", "", "", "does not accept the domain", "domain"),
    ("LicenseLimitExceeded", "", "", "no license left", "buy licenses"),
    ("DuplicateTargetEntries", "", "", "Several Playvox accounts", "Remove the double"),
    ("DuplicateSourceEntries", "", "", "Several people in Entra", "a value of their own"),
    ("ImportSkipped", "", "", "not read completely", "Fill that attribute"),
    ("EntrySynchronizationSkipped", "", "", "left out", "Nothing to do"),
    ("NotEffectivelyEntitled", "", "", "not meant to have an account", "scoping step"),
    ("RedundantExport", "", "", "already has everything", "Nothing to do"),
    ("SchemaPropertyCanOnlyAcceptValue", "", "", "several values", "single value"),
    (f"{SCIM}MultipleEntriesInResponse", "", "", "Several Playvox accounts", "Remove the double"),
    (f"{SCIM}ServiceIncompatible", "", "", "could not be understood", RUN_TEST),
    (
        f"{SCIM}ServiceIncompatible",
        "BadRequest",
        "no mail",
        "400 Bad Request and refused the change: no mail",
        "Preview",
    ),
    (f"{SCIM}ServiceIncompatible", "NotFound", "no user", "404 Not Found and refused", "Preview"),
    (f"{SCIM}ServiceIncompatible", "Unauthorized", "", "Playvox rejects the key", "Create a new key"),
    (
        f"{SCIM}ServiceIncompatibleFiltering",
        "Conflict",
        "User must be Active.",
        "409 Conflict and refused",
        "Preview",
    ),
    (f"{SCIM}ServiceIncompatibleFiltering", "", "", "could not be understood", RUN_TEST),
    (f"{SCIM}BadRequest", "BadRequest", "", "400 Bad Request and did not accept", "Preview"),
    (f"{SCIM}BadResponse", "", "", "could not be understood", RUN_TEST),
    (f"{SCIM}CredentialValidationUnavailable", "", "", "could not check the Playvox key", RUN_TEST),
    (
        f"{SCIM}CredentialValidationUnavailable",
        "Forbidden",
        "",
        "does not let it make this change",
        "Check the key",
    ),
    (
        f"{SCIM}CredentialValidationFailure",
        "Unauthorized",
        "",
        "Playvox rejects the key",
        "Create a new key",
    ),
    (
        "CredentialValidationUnavailable",
        "ServiceUnavailable",
        "",
        "could not check the Playvox key",
        RUN_TEST,
    ),
    ("InvalidCredentials", "Unauthorized", "", "Playvox rejects the key", "Create a new key"),
)


def row(code: str, status: str, said: str) -> dict[str, Any]:
    reason = ""
    if status:
        body = json.dumps({"detail": said}) if said else "<html></html>"
        reason = f"StatusCode: {status} Message: Failed. Web Response: {body} . This operation was retried"
    skipped = code in ("NotEffectivelyEntitled", "RedundantExport")
    details = {"SkipReason": code} if skipped else {}
    return {
        "id": "1",
        "activityDateTime": "2026-11-29T10:00:00Z",
        "provisioningAction": "update",
        "provisioningStatusInfo": {
            "status": "skipped" if skipped else "failure",
            "errorInformation": None if skipped else {"errorCode": code, "reason": reason},
        },
        "provisioningSteps": [{"name": "Step", "details": details}],
    }


@pytest.mark.parametrize(("code", "status", "said", "sentence", "cure"), TABLE)
def test_a_code_is_told_in_words(code: str, status: str, said: str, sentence: str, cure: str) -> None:
    found = entry(row(code, status, said))
    words = log_words(found.cause, found.error_code, found.answer, found.said)
    assert sentence in log_sentence(found)
    assert words.what == log_sentence(found)
    assert any(cure in each for each in words.do), words.do


def test_every_known_code_is_in_the_table() -> None:
    tested = {code.casefold() for code, *_rest in TABLE}
    assert {code for code in CAUSES if not any(each.endswith(code) for each in tested)} == set()
