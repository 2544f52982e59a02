"""The guided steps in the tutorial's order: their requirements, state, intents and completion. No Qt."""

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
