"""The application a subcommand works on."""

from __future__ import annotations

from wizard.problem import NotFoundError, Problem, ProblemError
from wizard.steps import Assistant
from wizard.steps.base.interrupted import reconcile_interrupted


async def use_application(assistant: Assistant, name_or_id: str = "") -> None:
    """Use the named application; without a name the one in use, else the one recommended.

    Interrupted changes are resolved first, and its provisioning job is read. Raises `application_not_found`
    or `command.no_application`.
    """
    await _choose(assistant, name_or_id)
    await assistant.context.facts.job.refresh()


async def _choose(assistant: Assistant, name_or_id: str) -> None:
    await reconcile_interrupted(assistant.context)
    step = assistant.application
    await step.find()
    if name_or_id:
        if not await step.use(name_or_id):
            raise NotFoundError(Problem("application_not_found", {"name": name_or_id}))
        return
    if step.view.chosen is not None:
        return
    recommended = next((row for row in step.view.candidates if row.recommended), None)
    if recommended is None:
        raise ProblemError(Problem("command.no_application"))
    await step.choose(recommended.id)
