"""The guided steps in the tutorial's order, and the subscribers to their changes."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from wizard.messages import _
from wizard.problem import ProblemError
from wizard.steps.application.step import ApplicationStep
from wizard.steps.base.change_preview import ChangePreview
from wizard.steps.base.context import Context
from wizard.steps.base.interrupted import reconcile_interrupted
from wizard.steps.base.people_impact import PeopleImpact, people_impact
from wizard.steps.base.progress import ProgressSink, shown_by
from wizard.steps.base.services import Services
from wizard.steps.base.step import Step, StepView
from wizard.steps.connection.step import ConnectionStep
from wizard.steps.history.step import HistoryStep
from wizard.steps.key.step import KeyStep
from wizard.steps.logs.step import LogsStep
from wizard.steps.mappings.step import MappingsStep
from wizard.steps.monitor.step import MonitorStep
from wizard.steps.on_demand.step import OnDemandListStep
from wizard.steps.overview.step import OverviewStep
from wizard.steps.people.step import PeopleStep
from wizard.steps.plans.step import PlansStep
from wizard.steps.recover.step import RecoverStep
from wizard.steps.relink.step import RelinkStep
from wizard.steps.rotate.step import RotateStep
from wizard.steps.start.step import StartStep
from wizard.steps.start.view import IdentityView
from wizard.steps.support import Support
from wizard.steps.troubleshoot.step import TroubleshootStep
from wizard.steps.turn_on.step import TurnOnStep
from wizard.steps.why.step import WhyStep

Listener = Callable[[str], None]


class Assistant:
    """One setup: its steps in order, its subscribers, its shutdown.

    Belongs to one event loop. Steps' `view` and `status` are immutable and may be read from any thread.
    """

    def __init__(self, services: Services, before: StartStep | None = None) -> None:
        """`before`: the first step, where it was needed earlier than the others, with its context."""
        self.context = Context(services) if before is None else before.context
        self.before = StartStep(self.context) if before is None else before
        self.key = KeyStep(self.context)
        self.application = ApplicationStep(self.context)
        self.people = PeopleStep(self.context)
        self.connection = ConnectionStep(self.context)
        self.mappings = MappingsStep(self.context)
        self.turn_on = TurnOnStep(self.context, self.connection)
        self.monitor = MonitorStep(self.context)
        self.history = HistoryStep(self.context)
        self.logs = LogsStep(self.context)
        self.plans = PlansStep(self.context)
        self.steps: tuple[Step[StepView], ...] = (
            self.before,
            self.key,
            self.application,
            self.people,
            self.connection,
            self.mappings,
            self.turn_on,
            self.monitor,
        )
        self.overview = OverviewStep(self.context)
        self.recover = RecoverStep(self.context)
        self.rotate = RotateStep(self.context)
        self.on_demand = OnDemandListStep(self.context, self.mappings, self.turn_on)
        self.relink = RelinkStep(self.context, self.mappings)
        self.troubleshoot = TroubleshootStep(self.context)
        self.why = WhyStep(self.context)
        beside: tuple[Step[StepView], ...] = (
            self.overview,
            self.recover,
            self.rotate,
            self.on_demand,
            self.relink,
            self.history,
            self.logs,
            self.plans,
            self.troubleshoot,
            self.why,
        )
        self._by_id: dict[str, Step[StepView]] = {step.id: step for step in self.steps + beside}
        self.support = Support(self.context, self.steps, (self.connection, self.troubleshoot))
        self._listeners: list[Listener] = []
        for step in self._by_id.values():
            step.attach(self._changed, self._tell)
        self.relabel()

    @property
    def identity(self) -> IdentityView | None:
        """Who is signed in where; None before sign-in."""
        return self.before.view.identity

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener(step_id)` on the event loop after each change; returns how to stop it."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def step(self, step_id: str) -> Step[StepView]:
        """The step with this id; raises `KeyError` for an unknown id."""
        return self._by_id[step_id]

    @property
    def affects_nobody_yet(self) -> bool:
        """Whether Entra is known to have no connection to Playvox: no change affects a person then."""
        facts = self.context.facts
        saved = facts.saved.value
        return facts.job.value is not None and saved is not None and not saved.tenant_url

    async def people_impact(
        self, preview: ChangePreview, show: Callable[[str], None]
    ) -> PeopleImpact | None:
        """What the previewed commit does to people; None when it changes nobody's access.

        `show` gets how far it is, in sentences.
        """
        sink = ProgressSink(lambda notice: show(notice.text) if notice is not None else None)
        with shown_by(sink):
            return await people_impact(self.context, preview)

    async def keep_plan(self, impact: PeopleImpact) -> None:
        """Save the plan of a commit that is made, and let go of it."""
        try:
            if impact.plan is not None:
                await self.plans.keep(impact.plan)
        finally:
            await asyncio.to_thread(impact.discard)

    async def open(self) -> None:
        """Reopen the last setup: sign in silently according to the last profile."""
        await self.before.open_latest()

    async def follow_sign_ins(self) -> None:
        """Fill every step after each sign-in, of whatever kind, until canceled."""
        came = asyncio.Event()
        stop = self.subscribe(lambda step_id: came.set() if step_id == self.before.id else None)
        filling: asyncio.Task[None] | None = None
        filled = 0
        try:
            while True:
                session = self.context.session
                if session.signed_in and not self.before.running and session.sign_ins != filled:
                    filled = session.sign_ins
                    await _end(filling)
                    filling = asyncio.create_task(self.fill(), name="fill after sign-in")
                await came.wait()
                came.clear()
        finally:
            stop()
            await _end(filling)

    async def fill(self) -> None:
        """Read the state for every step and for the overview.

        Where nothing was chosen on this computer yet and one application alone has a provisioning job, that
        one is chosen: it is the setup that exists.
        """
        await self.refresh(before=False)
        if (
            not self.context.store.profile.application_id
            and (only := self.application.only_provisioned) is not None
        ):
            with contextlib.suppress(ProblemError):  # shown by the step
                await self.application.choose(only)
                await self.refresh(before=False)
        await self.overview.refresh()

    async def refresh(self, *, before: bool = True) -> None:
        """Read the state for every step, concurrently where they are independent.

        First, the results of interrupted changes are determined. `before` False leaves out the first step,
        which was read with the sign-in.
        """
        await reconcile_interrupted(self.context)
        first: tuple[Step[StepView], ...] = (self.before,) if before else ()
        await asyncio.gather(*(step.refresh() for step in (*first, self.key, self.application)))
        rest = (self.people, self.connection, self.mappings, self.monitor, self.turn_on)
        await asyncio.gather(*(step.refresh() for step in rest))

    @property
    def busy(self) -> bool:
        """Whether a step works."""
        return any(step.running for step in self._by_id.values())

    def relabel(self) -> None:
        """Rebuild all texts after the language changed."""
        self._lock_all()
        for step in self._by_id.values():
            step.renew()
            self._tell(step.id)

    async def close(self) -> None:
        """Cancel running work, wait for cleanup, close files and connections."""
        await asyncio.gather(*(step.close() for step in self._by_id.values()))
        await self.context.leave()

    def _changed(self, step_id: str) -> None:
        """One step changed: notify subscribers and update the dependent steps."""
        self._lock_all()
        self._by_id[step_id].renew()
        self._tell(step_id)
        others: list[Step[StepView]] = [
            self.overview,
            self.recover,
            self.rotate,
            self.on_demand,
            self.relink,
            self.logs,
        ]
        for step in (*others, *self.steps):
            if step.id != step_id and step.renew():
                self._tell(step.id)

    def _lock_all(self) -> None:
        for step in self._by_id.values():
            missing = next((name for name in step.needs if not self._provides(name)), None)
            if missing is None:
                step.lock("")
            elif self._unread(missing):
                step.lock(_("Not read yet."), unread=True)
            else:
                step.lock(_("First finish “{step}”.").format(step=self._by_id[missing].title))

    def _unread(self, step_id: str) -> bool:
        """Whether the first step without a result, of this one and what it needs, was only not read yet."""
        step = self._by_id[step_id]
        missing = next((name for name in step.needs if not self._provides(name)), None)
        return not step.known() if missing is None else self._unread(missing)

    def _provides(self, step_id: str) -> bool:
        step = self._by_id[step_id]
        return all(self._provides(name) for name in step.needs) and step.provides()

    def _tell(self, step_id: str) -> None:
        for listener in tuple(self._listeners):
            listener(step_id)


async def _end(task: asyncio.Task[None] | None) -> None:
    """Cancel a task and wait until it has cleaned up."""
    if task is not None and not task.done():
        task.cancel()
        await asyncio.wait({task})
