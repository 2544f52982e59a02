"""Provisioning one person on demand, recorded in the journal."""

from __future__ import annotations

from wizard.entra import jobs
from wizard.entra.on_demand import OnDemandResult
from wizard.steps.base.context import Context
from wizard.steps.base.provisioning_job import no_job

KIND = "person.provision"


async def provision_person(context: Context, person_id: str, name: str) -> OnDemandResult:
    """Have Microsoft's service provision this person now. Repeating it is safe.

    A refusal or a skip is a result; raised is only that the service could not be asked.
    """
    schema = await context.facts.schema.get()
    await context.facts.job.get()
    found = context.facts.provisioning_job
    if found is None:
        raise no_job(context)
    new = {"person": person_id, "name": name}
    async with context.writing() as graph, context.store.operation(KIND, person_id, new=new) as outcome:
        result = await jobs.provision_on_demand(
            graph, context.facts.application_id, found.id, schema.user_rule_id(), person_id
        )
        outcome.note(status=result.status, action=result.action, ok=result.ok)
    context.facts.note_provisioned(person_id, result.target_id if result.ok else "")
    return result
