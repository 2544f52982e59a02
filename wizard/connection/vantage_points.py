"""Both vantage points layer by layer: how far this computer and Microsoft's service got. Pure.

Microsoft returns a single error text. Its consequences for each layer are derived here; everything else
stays unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from wizard.connection.evidence_text import evidence_rows
from wizard.connection.pasted import as_seen_by_microsoft
from wizard.connection.result import (
    CheckResult,
    CheckStatus,
    ConnectionReport,
)
from wizard.messages import (
    N_,
    explain,
    translate,
)
from wizard.messages.connection_labels import known_word
from wizard.problem import Problem


class Known(StrEnum):
    """Whether a layer works, as far as one vantage point knows."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Observation:
    """What one vantage point knows about a layer, and its evidence in words."""

    known: Known
    seen: str = ""

    @property
    def text(self) -> str:
        """The state and the evidence in one line."""
        word = known_word(self.known.value)
        return f"{word}: {self.seen}" if self.seen else word


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of the connection from both vantage points; `id` is this computer's check for it."""

    id: str
    title: str
    here: Observation
    microsoft: Observation

    @property
    def differs(self) -> bool:
        """Whether it works from one vantage point and fails from the other."""
        return {self.here.known, self.microsoft.known} == {Known.YES, Known.NO}


_LAYERS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("dns", N_("The name is found"), ("addresses",)),
    ("tcp", N_("The server is reached"), ("address", "through")),
    ("tls", N_("Encryption is agreed on"), ("protocol", "issuer")),
    ("http", N_("An answer comes back"), ("status",)),
    ("auth", N_("The key is accepted"), ()),
    ("scim", N_("A search is answered rightly"), ("total",)),
)
_ORDER = tuple(name for name, _title, _shown in _LAYERS)
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


def sides(report: ConnectionReport) -> tuple[Layer, ...]:
    """Every layer from both vantage points; empty without an answer of Microsoft's service."""
    found = {each.id: each for each in report.checks}
    entra = found.get("entra")
    if (
        report.saved
        or entra is None
        or entra.status not in (CheckStatus.PASSED, CheckStatus.WARNING, CheckStatus.FAILED)
    ):
        return ()
    there = _microsoft(entra)
    return tuple(
        Layer(name, translate(title), _here(found.get(name), shown), there[name])
        for name, title, shown in _LAYERS
    )


def _here(check: CheckResult | None, shown: tuple[str, ...]) -> Observation:
    if check is None or check.status not in (CheckStatus.PASSED, CheckStatus.WARNING, CheckStatus.FAILED):
        return Observation(Known.UNKNOWN)
    if check.status is CheckStatus.FAILED:
        words = check.explanation
        return Observation(Known.NO, words.what if words else "")
    seen = {name: check.evidence[name] for name in shown if name in check.evidence}
    return Observation(Known.YES, ", ".join(text for _label, text in evidence_rows(seen)))


def _microsoft(entra: CheckResult) -> Mapping[str, Observation]:
    if entra.status is not CheckStatus.FAILED:
        return dict.fromkeys(_ORDER, Observation(Known.YES))
    status = entra.evidence.get("inner_status")
    means = str(entra.evidence.get("means") or "")
    code = str(entra.evidence.get("code") or entra.evidence.get("message") or "")
    message = explain(Problem(as_seen_by_microsoft(means))).what if means else code
    answered = isinstance(status, int)
    broken = _BROKEN_AT.get(means, "scim" if answered or means else "http")
    if answered and broken != "auth":
        broken = "scim"  # an answer was received, so the layers before it work
    trail = {}
    passed = True
    for name in _ORDER:
        if name == broken:
            trail[name], passed = Observation(Known.NO, message), False
        elif not passed or (name == "auth" and status != 200) or broken == "http":
            trail[name] = Observation(
                Known.UNKNOWN
            )  # a dropped connection does not show where it was dropped
        else:
            trail[name] = Observation(Known.YES, str(status) if name == "http" and answered else "")
    return trail
