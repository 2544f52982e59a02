"""The draft of the mappings as the page shows it, and what the step's state follows from."""

from __future__ import annotations

from wizard.mapping.attributes import MappingSchema, ObjectMapping
from wizard.messages import _
from wizard.plan import PersonMapping
from wizard.steps.base.schema_saving import differences
from wizard.steps.base.step import (
    StepState,
    StepStatus,
)
from wizard.steps.mappings.editing import (
    ACTIONS,
    Draft,
)
from wizard.steps.mappings.editing_view import DraftView
from wizard.steps.mappings.scoping_edit import (
    operator_rows,
    rows_of,
)


def draft_view(draft: Draft, now: ObjectMapping, *, step_back: bool) -> DraftView:
    """What is edited (`now`) and differs from what Entra has."""
    told = differences(draft.before, now)
    return DraftView(
        differences=tuple(f"{each.what}: {each.detail}" for each in told),
        changed=frozenset(
            item.target for item in now.mappings if draft.before.mapping_to(item.target) != item
        ),
        can_step_back=step_back,
        has_job=bool(draft.saved.job_id),
        actions=tuple(each for each in ACTIONS if now.allows(each)),
        scope=rows_of(now.scope),
        sources=draft.sources,
        targets=draft.targets,
        operators=operator_rows(),
    )


def matching_targets(mapping: ObjectMapping) -> tuple[str, ...]:
    """Target attributes that find the existing account, in order."""
    return tuple(item.target for item in mapping.matching)


def group_mapping(schema: MappingSchema | None) -> str:
    """Whether groups are mapped: "none", "on" or "off"."""
    found = schema.mapping_for("Group") if schema else None
    if found is None:
        return "none"
    return "on" if found[1].enabled else "off"


def mapping_status(
    mapping: PersonMapping | None, draft: Draft | None, warnings: tuple[str, ...], *, tried: bool
) -> StepStatus:
    """Where the step stands, and the sentence that proves it.

    `tried`: their result for a person was looked at here, they were saved here, or a cycle has used them.
    """
    if mapping is None:
        return StepStatus(StepState.READY, _("Not read yet."))
    if draft is not None and draft.dirty:
        return StepStatus(StepState.ATTENTION, _("There are changes that are not saved in Entra yet."))
    if warnings:
        return StepStatus(StepState.ATTENTION, warnings[0])
    matching = ", ".join(item.target for item in mapping.mapping.matching)
    sentence = _("{n} attributes are mapped; accounts are found by {matching}.").format(
        n=len(mapping.mapping.mappings), matching=matching
    )
    if tried:
        return StepStatus(StepState.DONE, sentence)
    advice = _("Not tried yet: select a person to see what would be sent.")
    return StepStatus(StepState.READY, f"{sentence} {advice}", unverified=True)
