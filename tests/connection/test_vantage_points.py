"""Progress of both sides: what follows from Microsoft's single message, and what stays unknown."""

from __future__ import annotations

import re

import pytest

from wizard.connection import (
    CheckResult,
    CheckStatus,
    ConnectionReport,
    DifferenceReason,
    MicrosoftAnswer,
)
from wizard.connection.difference import judge_entra
from wizard.connection.evidence_text import evidence_rows
from wizard.connection.report_html import as_html
from wizard.connection.report_text import as_text
from wizard.connection.vantage_points import (
    Known,
    sides,
)

HERE = (
    CheckResult("dns", CheckStatus.PASSED, 1, None, {"addresses": ["203.0.113.5", "203.0.113.6"]}),
    CheckResult("tcp", CheckStatus.PASSED, 1, None, {"address": "203.0.113.5", "port": 443}),
    CheckResult("tls", CheckStatus.FAILED, 1, "tls_untrusted", {"issuer": "Corp Inspection CA"}),
    CheckResult("http", CheckStatus.SKIPPED),
)


def report(answer: MicrosoftAnswer | None) -> ConnectionReport:
    checks = HERE
    if answer is not None:
        judged = judge_entra(answer, works_here=False)
        checks += (CheckResult("entra", judged.status, 9, judged.cause, judged.evidence),)
    reasons = (DifferenceReason("reason_local_inspection"),)
    return ConnectionReport("https://acme.playvox.com/scim/v1", checks, reasons=reasons)


def there(answer: MicrosoftAnswer) -> str:
    """One letter for each layer: name, server, encryption, answer, key, search."""
    letters = {Known.YES: "y", Known.NO: "n", Known.UNKNOWN: "?"}
    return "".join(letters[each.microsoft.known] for each in sides(report(answer)))


def test_nothing_is_compared_unless_microsoft_was_heard() -> None:
    assert sides(report(None)) == ()
    not_heard = CheckResult("entra", CheckStatus.NOT_RUN, 0, None, {"problem": "timeout"})
    assert sides(ConnectionReport("x", (*HERE, not_heard))) == ()


def test_this_computers_layers_follow_from_its_checks() -> None:
    name, server, encryption, answer, *_rest = sides(report(MicrosoftAnswer(ok=True)))
    assert name.here.text == "Yes: 203.0.113.5, 203.0.113.6"
    assert server.here.known is Known.YES
    assert encryption.here.known is Known.NO
    assert encryption.here.seen
    assert encryption.differs
    assert answer.here.text == "Unknown"
    assert not answer.differs


@pytest.mark.parametrize(
    ("answer", "trail"),
    [
        (MicrosoftAnswer(ok=True), "yyyyyy"),
        (MicrosoftAnswer(ok=False, inner_status=401, message="Unauthorized"), "yyyyn?"),
        (MicrosoftAnswer(ok=False, inner_status=404, message="Not found"), "yyyy?n"),
        (MicrosoftAnswer(ok=False, inner_status=503, message="Later"), "yyyy?n"),
        (MicrosoftAnswer(ok=False, message="No such host is known."), "n?????"),
        (MicrosoftAnswer(ok=False, message="The SSL connection could not be established"), "yyn???"),
        (MicrosoftAnswer(ok=False, message="A task was canceled: HttpClient.Timeout"), "???n??"),
        (MicrosoftAnswer(ok=False, message="Unable to connect to the remote server"), "???n??"),
        (MicrosoftAnswer(ok=False, code="CredentialValidationUnavailable"), "???n??"),
    ],
)
def test_what_follows_from_microsofts_message(answer: MicrosoftAnswer, trail: str) -> None:
    assert there(answer) == trail


def test_both_sides_and_the_reasons_are_in_every_report() -> None:
    both = report(MicrosoftAnswer(ok=False, inner_status=401, message="<Unauthorized>"))
    for text in (as_text(both), as_html(both)):
        assert "The key is accepted" in text
        assert "From Microsoft" in text
        assert "No: " in text
    assert "<Unauthorized>" not in as_html(both)
    assert both.to_json()["reasons"][0]["code"] == "reason_local_inspection"


def test_evidence_of_both_sides_is_shown_in_words() -> None:
    rows = dict(
        evidence_rows(
            {
                "here": ["dns: passed", "tls: tls_untrusted"],
                "from_here": "tls_untrusted",
                "microsoft": "works",
                "means": "key_rejected",
                "how": "vendor",
                "why": "private",
            }
        )
    )
    text = " ".join(rows.values())
    assert "Name resolution: passed." in text
    assert "Playvox does not accept the key." in text
    assert not {"tls_untrusted", "key_rejected", "vendor", "private"} & set(re.findall(r"\w+", text))
