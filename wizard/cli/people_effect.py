"""The plan of people behind `apply`: its limits, and whether it is the approved one."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from wizard.cli.setting_up import SettingUp
from wizard.messages import _
from wizard.plan.document import DocumentRow, PlanDocument, header_json
from wizard.plan.plan import Plan
from wizard.plan.request import PlanRequest
from wizard.problem import Problem, ProblemError
from wizard.steps import Assistant
from wizard.steps.base.people_impact import PERHAPS_LOST, PeopleImpact
from wizard.steps.base.plan_comparing import must_fit
from wizard.steps.base.plan_words import plan_sentences
from wizard.steps.base.planning import compute_plan, saved_plans


class PeopleEffect:
    """The plan of people for one configuration, computed each time. Close it at the end."""

    def __init__(
        self,
        assistant: Assistant,
        setting_up: SettingUp,
        *,
        approved: PlanDocument | None = None,
        most_deactivations: int | None = None,
        only_shown: bool = False,
    ) -> None:
        self._assistant, self._setting_up = assistant, setting_up
        self._approved, self._most = approved, most_deactivations
        self._only_shown, self._unread = only_shown, ""
        self._plan: Plan | None = None

    async def compute(self) -> None:
        """Compute it, after `SettingUp.plan`.

        Raises `plan_other_tenant`, `plan_outdated` or `plan_differs` when it is not the approved one, and
        `too_many_deactivations`. While the key may not be sent to the host
        nothing is computed: with `only_shown` that is a sentence, else it raises `host_unconfirmed`.
        An application that is still to be added gets the plan of its first cycle.
        """
        self.close()
        context = self._assistant.context
        self._unread = context.unconfirmed_host(context.tenant_url) if self._only_shown else ""
        if self._unread:
            return
        if self._approved is not None:
            self._must_exist_as_approved(self._approved)
            must_fit(self._assistant.context, self._approved.header)
        request = await self._setting_up.plan_request()
        if self._approved is not None:
            _must_be_current(self._approved, request)
        self._plan = await compute_plan(self._assistant.context, request)
        if self._approved is not None:
            _must_be_same(self._approved, self._plan)
        self._keep_within_limit(self._plan)

    def sentences(self) -> tuple[str, ...]:
        """What happens to people, in sentences."""
        if self._unread:
            text = _(
                "Unknown: accounts are not read from {host} until you confirm it with --send-key-to {host}."
            )
            return (text.format(host=self._unread),)
        return plan_sentences(self._plan) if self._plan is not None else ()

    def json(self) -> dict[str, Any] | None:
        """The plan's header; None while nothing is computed."""
        return header_json(self._plan.header) if self._plan is not None else None

    @property
    def must_type(self) -> int | None:
        """The number of people who lose access, where it has to be typed to confirm; else None."""
        return PeopleImpact(self._plan).must_type

    async def keep(self) -> None:
        """Have the plan among the saved plans of this setup; raises `plan_not_saved`."""
        if self._plan is not None:
            await asyncio.to_thread(saved_plans(self._assistant.context).save, self._plan)

    def close(self) -> None:
        """Remove the computed plan."""
        if self._plan is not None:
            self._plan.discard()
            self._plan = None

    def _must_exist_as_approved(self, approved: PlanDocument) -> None:
        """Raises `plan_outdated` when the application was added, or is gone, since the plan."""
        new = self._setting_up.adds_application
        if new and approved.header.application.id:
            raise ProblemError(Problem("plan_outdated", {"what": _("the application does not exist")}))
        if not new and not approved.header.application.id:
            raise ProblemError(Problem("plan_outdated", {"what": _("the application exists by now")}))

    def _keep_within_limit(self, plan: Plan) -> None:
        if self._most is None:
            return
        reasons = plan.reasons()
        perhaps = sum(reasons.get(("unknown", reason), 0) for reason in PERHAPS_LOST)
        count = plan.counts.deactivate + perhaps
        if count > self._most:
            facts = {"n": str(count), "most": str(self._most), "unknown": str(perhaps)}
            raise ProblemError(Problem("too_many_deactivations", facts))


def _must_be_current(approved: PlanDocument, request: PlanRequest) -> None:
    """Raises `plan_outdated` when mappings, assignments or settings are not those of the plan."""
    header = approved.header
    pairs = {
        _("mappings"): (header.schema_fingerprint, request.schema_fingerprint),
        _("assignments"): (header.assignments_fingerprint, request.assignments_fingerprint),
        _("provisioning job"): (header.job, request.job.id if request.job else ""),
        _("scope"): (header.scope, "all" if request.sync_all else "assigned"),
        _("deletion threshold"): (header.threshold, request.threshold),
        _("accounts out of scope"): (header.keep_out_of_scope, request.keep_out_of_scope),
    }
    changed = [name for name, (before, now) in pairs.items() if before != now]
    if changed:
        raise ProblemError(Problem("plan_outdated", {"what": ", ".join(changed)}))


def _must_be_same(approved: PlanDocument, plan: Plan) -> None:
    """Raises `plan_differs` when the plan differs from the approved one for any person."""
    before: Mapping[str, DocumentRow] = {row.id: row for row in approved.rows}
    found = 0
    example = ""
    seen = set()
    for row in plan.all_rows():
        seen.add(row.id)
        old = before.get(row.id)
        if old is None or old.action != row.action:
            found += 1
            example = example or row.name or row.user_name or row.id
    gone = [row for identifier, row in before.items() if identifier not in seen]
    found += len(gone)
    if found:
        example = example or gone[0].name or gone[0].id
        raise ProblemError(Problem("plan_differs", {"n": str(found), "example": example}))
