"""The report as plain text for the terminal, the clipboard and emails."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.connection.evidence_text import evidence_rows
from wizard.connection.result import (
    CheckResult,
    CheckStatus,
    ConnectionReport,
)
from wizard.connection.vantage_points import sides
from wizard.messages import _
from wizard.messages.connection_labels import (
    check_title,
    status_word,
)
from wizard.messages.times import moment_to_second

MARKS = {
    CheckStatus.PASSED: "✓",
    CheckStatus.WARNING: "!",
    CheckStatus.FAILED: "✗",
    CheckStatus.SKIPPED: "–",
    CheckStatus.NOT_RUN: "·",
    CheckStatus.RUNNING: "…",
}


def as_text(report: ConnectionReport, changed: Sequence[str] = ()) -> str:
    """The whole report: verdict, remedies, checks with evidence, special permissions.

    `changed` are sentences about the differences from the previous test.
    """
    words = report.explanation
    lines = [words.what, words.why, *(f"  • {each}" for each in words.do)]
    lines = [line for line in lines if line]
    if changed:
        lines += ["", _("Since the test before:"), *(f"  {each}" for each in changed)]
    if report.reasons:
        lines += ["", _("Likely reasons, most likely first:")]
        lines += [f"  {n}. {each.explanation.what}" for n, each in enumerate(report.reasons, 1)]
    lines += _both_sides(report)
    lines += ["", _("Tenant URL: {target}").format(target=report.target)]
    if report.fingerprint:
        lines.append(_("Key: fingerprint {fingerprint}").format(fingerprint=report.fingerprint))
    lines.append(_("Tested: {when}").format(when=moment_to_second(report.started)))
    lines.append(
        _("{requests} requests, {elapsed} ms").format(
            requests=report.requests, elapsed=round(report.elapsed_ms)
        )
    )
    lines += special_permissions(report)
    for check in report.checks:
        lines += ["", *check_lines(check)]
    if report.curl:
        lines += ["", _("One request to repeat by hand:"), report.curl]
    return "\n".join(lines) + "\n"


def _both_sides(report: ConnectionReport) -> list[str]:
    stages = sides(report)
    if not stages:
        return []
    here, there = _("From this computer"), _("From Microsoft's service")
    lines = ["", _("Both sides compared:")]
    for each in stages:
        lines += [f"  {each.title}", f"    {here}: {each.here.text}", f"    {there}: {each.microsoft.text}"]
    return lines


def special_permissions(report: ConnectionReport) -> list[str]:
    """The special permissions of the test; every form of the report shows them."""
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
