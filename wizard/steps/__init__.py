"""The guided steps in the tutorial's order: what each needs, knows, offers, and when it is done. No Qt."""

from wizard.steps.assistant import Assistant
from wizard.steps.context import Services
from wizard.steps.effect import Change, Effect, Progress, RowResult, ScopeNeed
from wizard.steps.finding import Finding, Verdict
from wizard.steps.practice_line import PracticeLine
from wizard.steps.step import Status, Step, StepState

__all__ = [
    "Assistant",
    "Change",
    "Effect",
    "Finding",
    "PracticeLine",
    "Progress",
    "RowResult",
    "ScopeNeed",
    "Services",
    "Status",
    "Step",
    "StepState",
    "Verdict",
]
