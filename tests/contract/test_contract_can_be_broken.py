"""The checks against Graph's contract notice what is wrong, also when the same body comes again."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.validation import check_answer, check_request

USER = {"@odata.context": "c", "id": "1", "displayName": "Ana", "accountEnabled": True}
GROUPS = {"@odata.context": "c", "value": [{"id": "1", "displayName": "Support", "securityEnabled": True}]}
INNER = {"date": "2026-01-01T00:00:00", "request-id": "r", "client-request-id": "c"}
ERROR = {"error": {"code": "Request_ResourceNotFound", "message": "m", "innerError": INNER}}
JOB = "/servicePrincipals/1/synchronization/jobs/2"
BROKEN: dict[str, tuple[str, str, int, Any]] = {
    "a text where a truth belongs": ("GET", "/users/1", 200, {**USER, "accountEnabled": "yes"}),
    "a member that jobs do not have": ("GET", JOB, 200, {"@odata.context": "c", "id": "j", "nonsense": 1}),
    "no context": ("GET", "/users/1", 200, {"id": "1"}),
    "a wrong row": ("GET", "/groups", 200, {**GROUPS, "value": [{"id": "1", "securityEnabled": 1}]}),
    "no list": ("GET", "/groups", 200, {"@odata.context": "c", "value": {}}),
    "more beside the list": ("GET", "/groups", 200, {**GROUPS, "total": 1}),
    "an error without a code": ("GET", "/users/1", 404, {"error": {"message": "m", "innerError": INNER}}),
    "an address that does not exist": ("GET", "/nonsense", 200, USER),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_breaks_the_contract_is_found_every_time(case: str) -> None:
    assert check_answer(*BROKEN[case])
    assert check_answer(*BROKEN[case])


@pytest.mark.parametrize(
    ("method", "path", "status", "body"),
    [("GET", "/users/1", 200, USER), ("GET", "/groups", 200, GROUPS), ("GET", "/users/1", 404, ERROR)],
)
def test_what_keeps_the_contract_passes(method: str, path: str, status: int, body: Any) -> None:
    assert check_answer(method, path, status, body) == []


def test_a_body_where_none_belongs() -> None:
    assert check_request("GET", "/users/1", {"a": 1})
    assert check_request("GET", "/users/1", None) == []
