"""The cause of a log entry as a problem code with words.

Codes: Entra docs, "Analyze provisioning logs", error codes; skip reasons: Graph docs, provisionOnDemand;
other names that begin with SystemForCrossDomainIdentityManagement: reports of administrators.
"""

from __future__ import annotations

from collections.abc import Mapping

from wizard.entra.log_reason import TargetAnswer

_UNREADABLE = "log_unreadable_answer"
_REFUSED = "log_refused_by_target"
_KEY_NOT_CHECKED = "log_key_not_checked"
_SCIM = "systemforcrossdomainidentitymanagement"

CAUSES: Mapping[str, str] = {
    "conflict": "log_conflict",
    "entryconflict": "log_conflict",
    "toomanyrequests": "log_target_busy",
    "internalservererror": "log_target_error",
    "webexceptionprotocolerror": "log_target_error",
    "timeout": "log_target_slow",
    "insufficientrights": "log_not_permitted",
    "methodnotallowed": "log_not_permitted",
    "notpermitted": "log_not_permitted",
    "unauthorized": "log_not_permitted",
    "unprocessableentity": _REFUSED,
    "notimplemented": _REFUSED,
    "invalidanchor": "log_account_vanished",
    "mandatoryfieldsmissing": "log_value_missing",
    "missingvalues": "log_value_missing",
    "schemaattributenotfound": "log_unknown_attribute",
    "internalerror": "log_service_error",
    "invaliddomain": "log_domain_refused",
    "licenselimitexceeded": "log_no_licence_left",
    "duplicatetargetentries": "log_duplicate_in_target",
    "duplicatesourceentries": "log_duplicate_in_source",
    "importskipped": "log_matching_value_missing",
    "entrysynchronizationskipped": "log_out_of_scope",
    "noteffectivelyentitled": "log_not_entitled",
    "redundantexport": "log_already_equal",
    "schemapropertycanonlyacceptvalue": "log_too_many_values",
    f"{_SCIM}multipleentriesinresponse": "log_duplicate_in_target",
    f"{_SCIM}serviceincompatible": _UNREADABLE,
    f"{_SCIM}serviceincompatiblefiltering": _UNREADABLE,
    f"{_SCIM}badresponse": _UNREADABLE,
    f"{_SCIM}badrequest": _REFUSED,
    "credentialvalidationunavailable": _KEY_NOT_CHECKED,
    "credentialvalidationfailure": _KEY_NOT_CHECKED,
    "invalidcredentials": _KEY_NOT_CHECKED,
}
"""Problem codes by the service's code in lower case."""
NOISE = frozenset({"log_already_equal", "log_not_entitled", "log_out_of_scope"})
"""Causes of entries that say that nothing was to be done."""


def log_cause(code: str, answer: TargetAnswer | None) -> str:
    """The cause by the code. Where that says nothing, or only that the answer was not as expected, the
    application's status and words decide: names of codes overlap in practice.
    """
    cause = cause_of(code)
    if answer is None or cause not in ("", _UNREADABLE, _KEY_NOT_CHECKED):
        return cause
    if answer.number == 401:
        return "log_key_rejected"
    if cause == _KEY_NOT_CHECKED:
        return "log_not_permitted" if answer.number == 403 else cause
    return _REFUSED if answer.refused and (answer.said or not cause) else cause


def cause_of(error_code: str) -> str:
    """The problem code with words for an error code or skip reason; "" when it is not known.

    Connectors add their own name as a prefix ("ContosoEntryConflict"), so the end counts too.
    """
    code = error_code.casefold()
    if code in CAUSES:
        return CAUSES[code]
    endings = sorted((known for known in CAUSES if code.endswith(known)), key=len, reverse=True)
    return CAUSES[endings[0]] if endings else ""
