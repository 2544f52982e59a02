"""One person: why provisioned or not, from live reads and the log."""

from __future__ import annotations

from typing import ClassVar

from wizard.messages import N_, _
from wizard.plan.why import Why, WhyPerson
from wizard.steps.base.asking_why import SeveralPeopleError, ask_why
from wizard.steps.base.context import Context
from wizard.steps.base.person_row import PersonRow
from wizard.steps.base.step import Step, StepState, StepStatus, reads
from wizard.steps.base.why_words import WhyWords, why_words
from wizard.steps.why.view import WhyCandidate, WhyView


class WhyStep(Step[WhyView]):
    """A side page: nothing builds on it."""

    id: ClassVar[str] = "why"

    def __init__(self, context: Context) -> None:
        self._asked = ""
        self._why: Why | None = None
        self._words: WhyWords | None = None
        self._candidates: tuple[WhyCandidate, ...] = ()
        super().__init__(context)

    @property
    def title(self) -> str:
        """The page's name."""
        return _("One person")

    def provides(self) -> bool:
        """Nothing builds on it."""
        return True

    @reads(N_("Reading this person in Entra, Playvox and the log …"))
    async def ask(self, text: str) -> None:
        """Explain the person with this user principal name, email address, object id or name.

        Several people of that name are offered in the view.
        """
        self._asked, self._why, self._words, self._candidates = text.strip(), None, None, ()
        try:
            why = await ask_why(self.context, text)
        except SeveralPeopleError as error:
            self._candidates = tuple(
                WhyCandidate(each.id, each.display_name, each.user_principal_name) for each in error.people
            )
            raise
        job = self.context.facts.provisioning_job
        status = job.status if job is not None else None
        self._why = why
        self._words = why_words(why, status.quarantine if status is not None else None)

    async def _read(self) -> None:
        """Nothing is read before somebody asks."""

    def _build(self) -> WhyView:
        why = self._why
        return WhyView(
            asked=self._asked,
            words=self._words,
            broken=why is not None and (why.broken is not None or why.unknown is not None),
            person=_row(why.person) if why is not None else None,
            linked=why is not None and _may_be_linked(why),
            candidates=self._candidates,
            busy=self.busy,
            problem=self.problem,
        )

    def _judge(self) -> StepStatus:
        if self._words is None:
            return StepStatus(StepState.READY, _("No person was explained yet."))
        return StepStatus(StepState.DONE, self._words.answer)


def _row(person: WhyPerson) -> PersonRow:
    return PersonRow(person.id, person.name, person.user_name)


def _may_be_linked(why: Why) -> bool:
    """Whether Entra may have stored a link that is worth deleting."""
    matched = next((link for link in why.links if link.name == "matched"), None)
    return matched is not None and matched.code in ("linked", "linked_account_gone", "perhaps_renamed")
