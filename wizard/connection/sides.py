"""Both vantage points step by step: how far this computer got and how far Microsoft's service got. Pure.

Microsoft tells one error text, not a trail; what follows from it for each step is derived here, and
what does not follow stays unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from wizard.connection.evidence_text import evidence_rows
from wizard.connection.pasted import from_afar
from wizard.connection.result import CheckResult, ConnectionReport, Status
from wizard.problem import Problem
from wizard.words import _, explain
from wizard.words.connection_labels import known_word


class Known(StrEnum):
    """Whether a step of the way works, as far as one side tells."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Sight:
    """What one side knows of a step, and what it saw, in words."""

    known: Known
    seen: str = ""

    @property
    def text(self) -> str:
        """Both in one line."""
        word = known_word(self.known.value)
        return f"{word}: {self.seen}" if self.seen else word


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the way, seen from both sides; `id` is the check of this computer that looks at it."""

    id: str
    title: str
    here: Sight
    microsoft: Sight

    @property
    def differs(self) -> bool:
        """Whether one side says yes and the other no."""
        return {self.here.known, self.microsoft.known} == {Known.YES, Known.NO}


_STAGES: tuple[tuple[str, Callable[[], str], tuple[str, ...]], ...] = (
    ("dns", lambda: _("The name is found"), ("addresses",)),
    ("tcp", lambda: _("The server is reached"), ("address", "through")),
    ("tls", lambda: _("Encryption is agreed on"), ("protocol", "issuer")),
    ("http", lambda: _("An answer comes back"), ("status",)),
    ("auth", lambda: _("The key is accepted"), ()),
    ("scim", lambda: _("A search is answered rightly"), ("total",)),
)
_ORDER = tuple(name for name, _title, _shown in _STAGES)
_BROKEN_AT = {
    "dns_not_found": "dns",
    "dns_failed": "dns",
    "tls_untrusted": "tls",
    "entra_unreachable_only": "http",
    "http_closed": "http",
    "http_timeout": "http",
    "key_rejected": "auth",
    "key_not_permitted": "auth",
    "blocked_by_waf": "auth",
}


def sides(report: ConnectionReport) -> tuple[Stage, ...]:
    """Every step of the way from both sides; nothing when Microsoft's service was not heard."""
    found = {each.id: each for each in report.checks}
    entra = found.get("entra")
    if entra is None or entra.status not in (Status.PASSED, Status.WARNING, Status.FAILED):
        return ()
    there = _microsoft(entra)
    return tuple(
        Stage(name, title(), _here(found.get(name), shown), there[name]) for name, title, shown in _STAGES
    )


def _here(check: CheckResult | None, shown: tuple[str, ...]) -> Sight:
    if check is None or check.status not in (Status.PASSED, Status.WARNING, Status.FAILED):
        return Sight(Known.UNKNOWN)
    if check.status is Status.FAILED:
        words = check.explanation
        return Sight(Known.NO, words.what if words else "")
    seen = {name: check.evidence[name] for name in shown if name in check.evidence}
    return Sight(Known.YES, ", ".join(text for _label, text in evidence_rows(seen)))


def _microsoft(entra: CheckResult) -> Mapping[str, Sight]:
    if entra.status is not Status.FAILED:
        return dict.fromkeys(_ORDER, Sight(Known.YES))
    status = entra.evidence.get("inner_status")
    means = str(entra.evidence.get("means") or "")
    code = str(entra.evidence.get("code") or entra.evidence.get("message") or "")
    message = explain(Problem(from_afar(means))).what if means else code
    answered = isinstance(status, int)
    broken = _BROKEN_AT.get(means, "scim" if answered or means else "http")
    if answered and broken != "auth":
        broken = "scim"  # an answer came back, so nothing before it is broken
    trail = {}
    passed = True
    for name in _ORDER:
        if name == broken:
            trail[name], passed = Sight(Known.NO, message), False
        elif not passed or (name == "auth" and status != 200) or broken == "http":
            trail[name] = Sight(Known.UNKNOWN)  # a dropped connection does not tell where it was dropped
        else:
            trail[name] = Sight(Known.YES, str(status) if name == "http" and answered else "")
    return trail
