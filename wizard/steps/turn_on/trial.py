"""One person's on-demand result as sentences."""

from __future__ import annotations

from wizard.entra.directory import Person
from wizard.entra.on_demand import OnDemandResult
from wizard.messages import _
from wizard.messages.labels import (
    action_sentence,
    trial_step_title,
)
from wizard.steps.base.person_row import PersonRow
from wizard.steps.turn_on.view import (
    OnDemandStepView,
    OnDemandView,
)


def trial_view(person: Person, result: OnDemandResult) -> OnDemandView:
    """The trial for the page."""
    return OnDemandView(
        person=PersonRow(person.id, person.display_name, person.user_principal_name),
        succeeded=result.ok,
        sentence=_sentence(person, result),
        steps=tuple(
            OnDemandStepView(
                title=trial_step_title(step.type, step.name),
                status=step.status.casefold() or "unknown",
                description=step.description,
                details=tuple(step.details.items()),
            )
            for step in result.steps
        ),
        changes=tuple((change.display_name, change.new_value) for change in result.changes),
        status=result.status.casefold(),
        action=result.action.casefold(),
        account=result.target_id,
        error_code=result.error_code,
    )


def _sentence(person: Person, result: OnDemandResult) -> str:
    if result.error_code == "RedundantExport":
        return _("{name}'s account in Playvox is already as it should be.").format(name=person.display_name)
    if result.ok:
        return action_sentence(result.action, person.display_name)
    if result.status.casefold() == "skipped":
        text = _("{name} was skipped.").format(name=person.display_name)
    elif not result.status:
        text = _("Microsoft's answer for {name} could not be read.").format(name=person.display_name)
    else:
        text = _("{name} was not provisioned.").format(name=person.display_name)
    return " ".join(part for part in (text, result.reason, result.recommended_action) if part)
