"""What every subcommand that changes something does: plan, show with the affected people, ask, commit."""

from __future__ import annotations

import argparse
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from wizard.cli.apply import agreed, answer, show, why_not
from wizard.cli.exit_codes import ExitCode
from wizard.cli.output import print_json, print_problem, say
from wizard.cli.session import with_proof
from wizard.messages import _, explain
from wizard.plan.document import header_json
from wizard.problem import Problem, ProblemError
from wizard.steps import Assistant, ChangePreview
from wizard.steps.base.people_impact import PeopleImpact, people_impact, perhaps_lost
from wizard.steps.base.plan_words import plan_sentences

MoreMembers = Callable[[], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class PlannedCommit:
    """One change: its preview, and the intent that makes it. Both are called again when a change elsewhere
    or a sign-in comes between."""

    plan: Callable[[], Awaitable[ChangePreview]]
    do: Callable[[], Awaitable[None]]
    lines: Callable[[], Sequence[str]] = tuple
    """Sentences that are printed below the preview, after `plan`."""


class Committing:
    """One run of a subcommand that changes something. `answer` has all that was shown so far."""

    def __init__(self, args: argparse.Namespace) -> None:
        self._args = args
        self._effect = ChangePreview()
        self._people: dict[str, Any] | None = None
        self._applied = False

    async def run(self, assistant: Assistant, commit: PlannedCommit) -> ExitCode:
        """Commit what was shown and agreed to. Prints everything but the JSON answer.

        DONE: committed, or nothing differs; ATTENTION: shown but not committed. Raises
        `too_many_deactivations`, `command.affected_unknown`, and problems of the intents.
        """
        store = assistant.context.store
        while True:
            seen = await store.last_operation()
            self._effect = await with_proof(assistant, commit.plan)
            if self._effect.empty:
                self._say_nothing_to_do()
                return ExitCode.DONE
            impact = await people_impact(assistant.context, self._effect)
            try:
                self._show(impact, commit.lines())
                if not await self._may_commit(assistant, impact):
                    return ExitCode.ATTENTION
                async with store.lock():
                    if await store.last_operation() != seen:
                        text = _("Another copy of this program changed this setup; comparing again …")
                        say(text)
                        continue
                    self._applied = True  # from here on something may have changed
                    await with_proof(assistant, commit.do)
                if self._effect.keeps_plan and impact is not None and impact.plan is not None:
                    await assistant.plans.keep(impact.plan)
            finally:
                if impact is not None:
                    impact.discard()
            if not self._args.json:
                print(_("Done."))
            return ExitCode.DONE

    def json(self, problem: Problem | None = None) -> dict[str, Any]:
        """The members of the JSON answer."""
        applied = self._applied and problem is None
        effect = self._effect
        return answer(
            effect.changes, effect.warnings, applied=applied, problem=problem, people=self._people
        )

    def finish(self, code: ExitCode, more: MoreMembers = dict) -> ExitCode:
        """Print the JSON answer, with `more` members, if it is asked for."""
        if self._args.json:
            print_json({**self.json(), **more()})
        return code

    def failed(self, problem: Problem, more: MoreMembers = dict) -> ExitCode:
        """Print the problem that ended the run."""
        if self._args.json:
            print_json({**self.json(problem), **more()})
        else:
            print_problem(problem, as_json=False)
        return ExitCode.FAILS

    # Internal.

    def _say_nothing_to_do(self) -> None:
        if not self._args.json:
            show(self._effect)

    def _show(self, impact: PeopleImpact | None, lines: Sequence[str]) -> None:
        plan = impact.plan if impact is not None else None
        self._people = header_json(plan.header) if plan is not None else None
        if self._args.json:
            return
        show(self._effect)
        for line in lines:
            print(line)
        if impact is None:
            return
        print(_("What the next provisioning cycle would do to people:"))
        for sentence in plan_sentences(plan) if plan is not None else (_unknown(impact),):
            print(f"  {sentence}")

    async def _may_commit(self, assistant: Assistant, impact: PeopleImpact | None) -> bool:
        args = self._args
        if impact is not None:
            _keep_within_limit(impact, args.max_deactivations)
        if args.dry_run:
            say(why_not(args))
            return False
        if args.yes:
            if impact is not None and impact.problem is not None and _runs(assistant):
                facts = {"why": explain(impact.problem).what}
                raise ProblemError(Problem("command.affected_unknown", facts))
            return True
        number = impact.must_type if impact is not None else None
        if await agreed(args, number):
            return True
        say(why_not(args, number))
        return False


def _unknown(impact: PeopleImpact) -> str:
    why = explain(impact.problem).what if impact.problem is not None else ""
    return _("Who is affected is unknown. {why}").format(why=why).strip()


def _runs(assistant: Assistant) -> bool:
    """Whether provisioning is on: while it is off, or has no job, nothing happens to anyone unseen."""
    job = assistant.context.facts.provisioning_job
    return job is not None and job.is_on


def _keep_within_limit(impact: PeopleImpact, most: int | None) -> None:
    """Raises `too_many_deactivations`; an unknown number of people is too many."""
    if most is None:
        return
    if impact.plan is None:
        facts = {"why": explain(impact.problem).what if impact.problem is not None else ""}
        raise ProblemError(Problem("command.affected_unknown", facts))
    perhaps = perhaps_lost(impact.plan)
    count = impact.plan.counts.deactivate + perhaps
    if count > most:
        facts = {"n": str(count), "most": str(most), "unknown": str(perhaps)}
        raise ProblemError(Problem("too_many_deactivations", facts))
