"""Judge the observations of a connection test in a support bundle again, with the code of this checkout.

A bundle has statuses, lengths and codes, but no bodies, no key and no texts of servers. Where a judgment
needs one of these, it cannot be repeated, and the result says so.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from wizard.connection import answer_checks, input_checks
from wizard.connection.answer_checks import JudgedCheck
from wizard.connection.catalog import CHECKS
from wizard.connection.contrast import Contrast
from wizard.connection.difference import judge_difference, judge_encoding_again
from wizard.connection.microsoft import MicrosoftAnswer
from wizard.connection.request_sender import RequestResult
from wizard.connection.requests import ProbeRequest
from wizard.connection.result import (
    CheckResult,
    CheckStatus,
    ConnectionReport,
    DifferenceReason,
    Verdict,
)
from wizard.playvox.address import TenantUrl, parse_tenant_url
from wizard.playvox.answer import Judgment, ScimResponse, judge
from wizard.playvox.models import LIST_RESPONSE
from wizard.playvox.said import BOM
from wizard.problem import Problem

_EMPTY_LIST = "200, empty list"  # how the check `encoding` writes the answer that passes
_NEEDS_BODY = frozenset({200, 202, 400, 403, 405, 406, 422, 429, 451, 503})
"""Statuses of which the judgment also depends on the body."""


class _Recorded(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class RecordedCheck(_Recorded):
    """One check as the bundle has it."""

    id: str
    status: CheckStatus
    elapsed_ms: float = 0.0
    cause: str | None = None
    evidence: dict[str, Any] = Field(default_factory=dict)


class _Reason(_Recorded):
    code: str


class RecordedTest(_Recorded):
    """`connection-test.json`, or a row of `earlier-connection-tests.json`."""

    started: datetime
    target: str = ""
    verdict: Verdict
    cause: str | None = None
    checks: tuple[RecordedCheck, ...] = ()
    requests: int = 0
    elapsed_ms: float = 0.0
    reasons: tuple[_Reason, ...] = ()
    fingerprint: str = ""
    loopback: bool = False
    practice: bool = False

    def report(self) -> ConnectionReport:
        """The report, with the verdict that follows from its checks."""
        return ConnectionReport(
            target=self.target,
            checks=tuple(
                CheckResult(each.id, each.status, each.elapsed_ms, each.cause, each.evidence)
                for each in self.checks
            ),
            requests=self.requests,
            elapsed_ms=self.elapsed_ms,
            started=self.started,
            cancelled=self.verdict is Verdict.CANCELLED,
            reasons=tuple(DifferenceReason(each.code) for each in self.reasons),
            fingerprint=self.fingerprint,
            loopback=self.loopback,
            practice=self.practice,
        )


@dataclass(frozen=True, slots=True)
class Replayed:
    """One verdict: as recorded and as judged now; `now` is None when the bundle does not allow that."""

    what: str
    recorded: str
    now: str | None

    @property
    def differs(self) -> bool:
        """Whether today's code judges otherwise than the program that made the bundle."""
        return self.now is not None and self.now != self.recorded


def replay(test: RecordedTest) -> list[Replayed]:
    """The verdict of the test and of each of its checks, judged again."""
    report = test.report()
    replayed = [_verdict("verdict", test)]
    by_id = {each.id: each for each in test.checks}
    for name in CHECKS:
        check = by_id.get(name)
        if check is None or check.status in (CheckStatus.SKIPPED, CheckStatus.NOT_RUN):
            continue
        judged = _JUDGES[name](test, check.evidence) if name in _JUDGES else None
        now = None if judged is None else _short(judged.status, judged.cause)
        replayed.append(Replayed(name, _short(check.status, check.cause), now))
    if "difference" in by_id and by_id["entra"].status is CheckStatus.PASSED:
        # What Microsoft said otherwise is a text of a server, so it is not in the bundle.
        here = [each for each in report.checks if each.id not in ("entra", "difference")]
        judged, reasons = judge_difference(here, MicrosoftAnswer(ok=True))
        check = by_id["difference"]
        replayed[-1] = Replayed(
            "difference", _short(check.status, check.cause), _short(judged.status, judged.cause)
        )
        replayed.append(
            Replayed("reasons", _codes(test.reasons), ", ".join(each.code for each in reasons) or "none")
        )
    return replayed


def replay_earlier(test: RecordedTest) -> Replayed:
    """The verdict of an earlier test, from the states of its checks."""
    return _verdict(f"{test.started.isoformat()} {test.target}", test)


def _verdict(what: str, test: RecordedTest) -> Replayed:
    report = test.report()
    return Replayed(what, _short(test.verdict, test.cause), _short(report.verdict, report.cause))


def _short(status: CheckStatus | Verdict, cause: str | None) -> str:
    return f"{status.value} ({cause})" if cause else status.value


def _codes(reasons: tuple[_Reason, ...]) -> str:
    return ", ".join(each.code for each in reasons) or "none"


# --- one function per check: today's judgment, or None when the bundle does not have what it needs

Evidence = Mapping[str, Any]


def _address(test: RecordedTest, evidence: Evidence) -> JudgedCheck | None:
    if "url" not in evidence:
        return None  # it was refused, and the bundle leaves out parts of what was typed
    return input_checks.judge_address(_url(test))


def _key(_test: RecordedTest, evidence: Evidence) -> JudgedCheck | None:
    if evidence.get("given") is False:
        return input_checks.judge_key(None)
    if "fingerprint" not in evidence:
        return None  # it was refused, which depends on the key itself
    return input_checks.judge_key_form("", evidence.get("changed", ()), evidence.get("hints", ()))


def _http(test: RecordedTest, evidence: Evidence) -> JudgedCheck | None:
    return _of_answer(test, evidence, answer_checks.judge_http)


def _auth(test: RecordedTest, evidence: Evidence) -> JudgedCheck | None:
    # The evidence of an accepted key is only the status; the check `http` has the rest of that answer.
    first = _evidence_of(test, "http") or evidence
    # Whether another request showed that the key is known was recorded; which one was, makes no difference.
    collection = _empty_list("collection") if evidence.get("key_known") else None
    return _of_answer(
        test,
        first,
        lambda each, url: answer_checks.judge_auth(Contrast(each, collection=collection), url),
    )


def _scim(test: RecordedTest, evidence: Evidence) -> JudgedCheck | None:
    percent = _empty_list("percent") if evidence.get("works_with") == "%20" else None
    collection = _empty_list("collection") if evidence.get("collection_status") == 200 else None
    return _of_answer(
        test,
        evidence,
        lambda first, url: answer_checks.judge_scim(Contrast(first, percent, collection), url),
    )


def _encoding(test: RecordedTest, evidence: Evidence) -> JudgedCheck | None:
    forms = [_form(name, evidence.get(name)) for name in ("plus", "percent", "no_user_agent")]
    url = _url(test)
    plus, percent, silent = forms
    if plus is None or percent is None or silent is None or isinstance(url, Problem):
        return None
    judged = answer_checks.judge_encoding(plus, percent, silent, url)
    if any(each.id == "entra" and each.status is CheckStatus.PASSED for each in test.checks):
        return judge_encoding_again(judged.cause, evidence, MicrosoftAnswer(ok=True)) or judged
    return judged


def _groups(test: RecordedTest, evidence: Evidence) -> JudgedCheck | None:
    mapped = evidence.get("mapped")
    if not isinstance(mapped, bool):
        return None
    if not mapped:
        return JudgedCheck(CheckStatus.PASSED)  # without a mapping of groups every answer will do
    return _of_answer(
        test, evidence, lambda first, url: answer_checks.judge_groups(first, url, mapped=True)
    )


_JUDGES: Mapping[str, Callable[[RecordedTest, Evidence], JudgedCheck | None]] = {
    "address": _address,
    "key": _key,
    "http": _http,
    "auth": _auth,
    "scim": _scim,
    "encoding": _encoding,
    "groups": _groups,
}
"""The other checks are observations themselves: a name that is not found, a certificate that is refused."""


def _evidence_of(test: RecordedTest, name: str) -> Evidence | None:
    """The evidence of another check of the same test."""
    return next((each.evidence for each in test.checks if each.id == name), None)


def _url(test: RecordedTest) -> TenantUrl | Problem:
    return parse_tenant_url(test.target, allow_loopback=test.loopback or test.practice)


def _of_answer(
    test: RecordedTest, evidence: Evidence, judge_it: Callable[[RequestResult, TenantUrl], JudgedCheck]
) -> JudgedCheck | None:
    url, answer = _url(test), _answer(evidence)
    if answer is None or isinstance(url, Problem):
        return None
    judgment = judge(answer)
    return judge_it(RequestResult(_REQUEST, 0.0, answer, judgment, status=answer.status), url)


_REQUEST = ProbeRequest("recorded", "/Users")


def _answer(evidence: Evidence) -> ScimResponse | None:
    """The answer as far as it was recorded; None when its judgment depends on what was left out."""
    status, length = evidence.get("status"), evidence.get("bytes")
    if not isinstance(status, int) or evidence.get("excess") or evidence.get("reason"):
        return None
    body = b""
    if status == 200 and isinstance(evidence.get("total"), int):
        found = evidence.get("found", evidence["total"])
        listing = {
            "schemas": [LIST_RESPONSE],
            "totalResults": evidence["total"],
            "Resources": [{}] * min(int(found), 1),
        }
        body = BOM * (evidence.get("why") == "bom") + json.dumps(listing).encode()
    elif length != 0 and status in _NEEDS_BODY:
        return None
    elif length:
        body = b"{}"  # its length is known and not its text, which makes no difference here
    headers = {
        "content-type": evidence.get("content_type"),
        "server": evidence.get("server"),
        "location": evidence.get("location"),
    }
    return ScimResponse(status, tuple((name, str(value)) for name, value in headers.items() if value), body)


def _empty_list(name: str) -> RequestResult:
    body = json.dumps({"schemas": [LIST_RESPONSE], "totalResults": 0}).encode()
    answer = ScimResponse(200, (("content-type", "application/scim+json"),), body)
    return RequestResult(ProbeRequest(name, "/Users"), 0.0, answer, judge(answer), status=200)


def _form(name: str, recorded: object) -> RequestResult | None:
    """One of the compared requests, from its short form: an empty list, or a status and a cause."""
    if recorded == _EMPTY_LIST:
        return _empty_list(name)
    if not isinstance(recorded, str):
        return None
    cause = recorded.rpartition(", ")[2]
    found = cause.endswith(" found")
    return RequestResult(
        ProbeRequest(name, "/Users"), 0.0, None, Judgment(None if found else cause or None)
    )
