"""The report as plain text: for the terminal, the clipboard and mails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wizard.connection.result import CheckResult, ConnectionReport, Status
from wizard.words import _
from wizard.words.connection_labels import check_title, evidence_label, status_word
from wizard.words.steps import address_note, hygiene_sentence

MARKS = {
    Status.PASSED: "✓",
    Status.WARNING: "!",
    Status.FAILED: "✗",
    Status.SKIPPED: "–",
    Status.NOT_RUN: "·",
    Status.RUNNING: "…",
}


# Evidence that holds codes: what tells each in words. Only people see these; the JSON keeps the codes.
_CODES = {"notes": address_note, "changed": hygiene_sentence, "hints": hygiene_sentence}


def as_text(report: ConnectionReport) -> str:
    """The whole report: verdict, remedies, checks with evidence, special permissions."""
    words = report.explanation
    lines = [words.what, words.why, *(f"  • {each}" for each in words.do)]
    lines = [line for line in lines if line]
    if report.reasons:
        lines += ["", _("Likely reasons, most likely first:")]
        lines += [f"  {n}. {each.explanation.what}" for n, each in enumerate(report.reasons, 1)]
    lines += ["", _("Tenant URL: {target}").format(target=report.target)]
    if report.fingerprint:
        lines.append(_("Key: fingerprint {fingerprint}").format(fingerprint=report.fingerprint))
    lines.append(_("Tested: {when}").format(when=report.started.isoformat(timespec="seconds")))
    lines.append(
        _("{requests} requests, {elapsed} ms").format(
            requests=report.requests, elapsed=round(report.elapsed_ms)
        )
    )
    lines += special(report)
    for check in report.checks:
        lines += ["", *check_lines(check)]
    if report.curl:
        lines += ["", _("One request to repeat by hand:"), report.curl]
    return "\n".join(lines) + "\n"


def special(report: ConnectionReport) -> list[str]:
    """Under which special permissions the test ran; every rendering has to say them."""
    said = []
    if report.practice:
        said.append(_("Practice tenant: nothing of this reached the internet."))
    if report.extra_ca:
        said.append(_("Additional trust anchor (--ca-file): {file}").format(file=report.extra_ca))
    if report.loopback:
        said.append(_("Loopback addresses and plain http to them were permitted (--allow-loopback)."))
    return said


def check_lines(check: CheckResult) -> list[str]:
    """One check: mark, name, state, time; what it means and what to do; evidence."""
    head = f"{MARKS[check.status]} {check_title(check.id)}: {status_word(check.status.value)}"
    lines = [f"{head} ({check.elapsed_ms:.0f} ms)" if check.elapsed_ms else head]
    words = check.explanation
    if words is not None:
        lines += [f"    {each}" for each in (words.what, words.why) if each]
        lines += [f"      • {each}" for each in words.do]
    lines += [f"    {label}: {value}" for label, value in evidence_rows(check.evidence)]
    return lines


def evidence_rows(evidence: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Evidence as label and text, empty ones left out."""
    rows = [(evidence_label(name), _told(name, value)) for name, value in evidence.items()]
    return [(label, text) for label, text in rows if text]


def _told(name: str, value: Any) -> str:
    words = _CODES.get(name)
    if words is None or not isinstance(value, (list, tuple)):
        return _plain(value)
    return " ".join(sentence for code in value if (sentence := words(str(code))))


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        return ", ".join(f"{key} ({_plain(each)})" for key, each in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(_plain(each) for each in value)
    return str(value)
