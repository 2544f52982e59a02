"""The answer to "provision on demand", in both shapes Microsoft sends."""

from __future__ import annotations

from pydantic import Field
from pydantic.dataclasses import dataclass

from wizard.entra.values import CONFIG, Instant, Json, Text


@dataclass(frozen=True, slots=True, config=CONFIG)
class OnDemandStep:
    """One step: `type` is Import, Matching, Scoping or Export; `status` Success, Failure or Skipped."""

    name: Text = ""
    type: Text = ""
    status: Text = ""
    description: Text = ""
    timestamp: Instant = None
    details: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, config=CONFIG)
class Change:
    """An attribute the service set."""

    display_name: Text = ""
    old_value: Text = ""
    new_value: Text = ""


@dataclass(frozen=True, slots=True)
class OnDemandResult:
    """What happened to one person.

    `status`: "Success", "Skipped", "Failure", "Warning" or "" when Microsoft's text could not be read.
    `action`: "Create", "Update", "Disable", "Other" … `complete` is False when the answer was cut or odd.
    """

    status: str
    action: str = ""
    error_code: str = ""
    reason: str = ""
    recommended_action: str = ""
    steps: tuple[OnDemandStep, ...] = ()
    changes: tuple[Change, ...] = ()
    source_id: str = ""
    target_id: str = ""
    started: Instant = None
    ended: Instant = None
    complete: bool = True
    raw: str = ""  # redacted

    @property
    def ok(self) -> bool:
        """Provisioned, or already as it should be."""
        return self.status.casefold() == "success" or self.error_code == "RedundantExport"

    def step(self, kind: str) -> OnDemandStep | None:
        """The first step of a type, e.g. "Scoping"."""
        return next((step for step in self.steps if step.type.casefold() == kind.casefold()), None)


def parse(answer: Json) -> OnDemandResult:
    """Read `{key, value}` with JSON strings inside: an object or an array, a JSON key or a type name."""
    raise NotImplementedError
