"""The guided steps in the tutorial's order: their requirements, state, intents and completion. No Qt.

Each name is loaded when it is first used: the window's first page needs one step, and not the assistant.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wizard.steps.assistant import Assistant
    from wizard.steps.base.change_preview import (
        ChangePreview,
        PlannedChange,
        RowResult,
        ScopeNeed,
    )
    from wizard.steps.base.finding import (
        Finding,
        FindingVerdict,
    )
    from wizard.steps.base.practice_line import PracticeLine
    from wizard.steps.base.services import Services
    from wizard.steps.base.step import (
        Step,
        StepState,
        StepStatus,
    )

__all__ = [
    "Assistant",
    "ChangePreview",
    "Finding",
    "FindingVerdict",
    "PlannedChange",
    "PracticeLine",
    "RowResult",
    "ScopeNeed",
    "Services",
    "Step",
    "StepState",
    "StepStatus",
]
_PLACES = {
    "Assistant": "assistant",
    "ChangePreview": "base.change_preview",
    "Finding": "base.finding",
    "FindingVerdict": "base.finding",
    "PlannedChange": "base.change_preview",
    "PracticeLine": "base.practice_line",
    "RowResult": "base.change_preview",
    "ScopeNeed": "base.change_preview",
    "Services": "base.services",
    "Step": "base.step",
    "StepState": "base.step",
    "StepStatus": "base.step",
}


def __getattr__(name: str) -> Any:
    place = _PLACES.get(name)
    if place is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{place}"), name)
    globals()[name] = found
    return found
