"""Step 3, Application: the enterprise application that provisioning runs on."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from wizard.entra import applications, gallery
from wizard.entra.applications import Application
from wizard.entra.cloud import Cloud
from wizard.entra.consistency import Gone, NotYetVisible, Seen
from wizard.entra.gallery import Template
from wizard.entra.owners import Owner, owners
from wizard.entra.rows import unread_of
from wizard.messages import N_, _
from wizard.messages.change_warnings import change_warning
from wizard.messages.labels import (
    provisioning_sentence,
)
from wizard.problem import Problem, ProblemError, SeveralFoundError
from wizard.setup.recovery import mark_seen
from wizard.steps.application.adding import add_once
from wizard.steps.application.view import (
    AppKind,
    ApplicationView,
    AppRow,
    JobRow,
    OwnersView,
)
from wizard.steps.base.change_preview import (
    ChangePreview,
    PlannedChange,
)
from wizard.steps.base.context import Context
from wizard.steps.base.derived import Derived
from wizard.steps.base.gone import GoneKind, forget_application
from wizard.steps.base.progress import report
from wizard.steps.base.sentences import recommendation
from wizard.steps.base.step import (
    Step,
    StepState,
    StepStatus,
    commits,
    reads,
)

SUGGESTED_NAME = "Playvox"
_LONGEST_NAME = 120
_ADDING_PARTS = 4


class ApplicationStep(Step[ApplicationView]):
    """Finds, recommends, chooses and, once, adds the application."""

    id: ClassVar[str] = "application"
    needs: ClassVar[tuple[str, ...]] = ("before",)

    def __init__(self, context: Context) -> None:
        self._found: tuple[Application, ...] | None = None
        self._templates: tuple[Template, ...] = ()
        self._expected: datetime | None = None  # until when the chosen application may still become visible
        self._owners: tuple[str, tuple[Owner, ...] | None] = ("", None)
        """The application whose owners were read, and they; None: not readable."""
        self._rows = Derived(_rows)
        self._chosen_row = Derived(_row)
        self._free_name = Derived(_free_name)
        self._owners_view = Derived(_owners_view)
        super().__init__(context)

    @property
    def title(self) -> str:
        """The step's name."""
        return _("Application")

    def known(self) -> bool:
        """Whether applications were looked for, or the chosen one was read."""
        return self._found is not None or self.context.facts.application.value is not None

    def provides(self) -> bool:
        """Whether an application is chosen and was seen in Entra."""
        return self.context.facts.application.value is not None

    @property
    def made_from_gallery(self) -> tuple[Application, ...]:
        """The tenant's applications of the gallery's Playvox, as last found."""
        return tuple(app for app in self._found or () if app.kind == "gallery")

    async def find(self) -> None:
        """Look for every Playvox application of the tenant."""
        await self.run(self._read(), sentence=_("Searching for Playvox applications …"), commits=False)

    @property
    def only_provisioned(self) -> str | None:
        """Object id of the one application with a provisioning job; None when there is none or several."""
        found = [app.id for app in self._found or () if app.provisions]
        return found[0] if len(found) == 1 else None

    @reads(N_("Reading the application …"))
    async def choose(self, application_id: str) -> None:
        """Use this enterprise application (object id of its service principal)."""
        known = {app.id: app for app in self._found or ()}
        await self._choose(known.get(application_id) or application_id)

    @reads(N_("Checking whether it exists already …"))
    async def plan_add(self, name: str, *, again: bool = True) -> ChangePreview:
        """What adding Playvox from the gallery under this name would create.

        Reads the tenant first, unless `again` is False and it was read a moment ago; `add` looks anyway.
        """
        name = _checked(name)
        if again or self._found is None:
            await self._look()
        template = self._template()
        same = [app for app in self._found or () if app.display_name.casefold() == name.casefold()]
        warnings = tuple(change_warning("name_taken", app.id, name=app.display_name) for app in same)
        if template.deprecation_date:
            warnings += (change_warning("gallery_entry_ends", date=template.deprecation_date[:10]),)
        made = (
            PlannedChange(
                "+",
                _("Enterprise application “{name}”").format(name=name),
                _("from the Entra gallery"),
                "application",
                None,
                name,
            ),
            PlannedChange("+", _("Its app registration"), template.display_name, "app_registration"),
        )
        session = self.context.session
        consents = session.consents()
        silent = session.practice is not None or not consents  # no page of Microsoft's opens
        return ChangePreview(made, warnings, consents, direct=silent and not warnings)

    @commits(N_("Adding Playvox from the gallery …"))
    async def add(self, name: str) -> None:
        """Add Playvox from the gallery once, wait until Entra knows it everywhere, and choose it.

        Progress is in `view.adding`. When an earlier adding was interrupted its result is looked for
        before anything is sent again. Raises `application_meanwhile` when another copy or administrator
        added one of this name since the last look.
        """
        name = _checked(name)
        report(_("Asking the gallery …"), 0, _ADDING_PARTS)
        if not self._templates or self._found is None:
            await self._look()
        template = self._template()
        seen = frozenset(app.id for app in self._found or ())
        async with self.context.writing() as graph:
            report(_("Adding the application …"), 1, _ADDING_PARTS)
            added = await add_once(self.context, template.id, name, seen)
            report(_("Waiting until Entra knows it everywhere …"), 2, _ADDING_PARTS)
            await gallery.until_known(graph, added)
            await mark_seen(self.context.store.journal, added.service_principal_id)
        report(_("Reading the new application …"), 3, _ADDING_PARTS)
        await self._choose(added.service_principal_id)

    async def use(self, name_or_id: str) -> bool:
        """Choose by name or object id, as a configuration file names it; False when there is none.

        Raises `application_ambiguous` when several have that name.
        """
        if self._found is None:
            await self.find()
        wanted = name_or_id.casefold()
        fitting = [app for app in self._found or () if wanted in (app.id.casefold(), app.app_id.casefold())]
        fitting = fitting or [app for app in self._found or () if app.display_name.casefold() == wanted]
        if len(fitting) > 1:
            chosen = [app for app in fitting if app.id == self.context.store.profile.application_id]
            able = [app for app in fitting if app.kind == "gallery"]
            fitting = chosen or (able if len(able) == 1 else fitting)
        if len(fitting) > 1:
            raise SeveralFoundError(Problem("application_ambiguous", {"name": name_or_id}))
        if not fitting:
            return False
        await self.choose(fitting[0].id)
        return True

    @reads(N_("Reading the provisioning job …"))
    async def choose_job(self, job_id: str) -> None:
        """Work with this provisioning job of the application, which has several."""
        await self.context.choose_job(job_id)
        await self.context.facts.job.refresh()

    # Internal.

    def _jobs(self) -> tuple[JobRow, ...]:
        facts = self.context.facts
        chosen = facts.provisioning_job
        if len(facts.all_jobs) < 2:
            return ()
        return tuple(
            JobRow(
                id=each.id,
                template=each.template_id,
                state=provisioning_sentence(each.schedule.state if each.schedule else ""),
                chosen=chosen is not None and chosen.id == each.id,
            )
            for each in facts.all_jobs
        )

    async def _read_jobs(self) -> None:
        try:
            await self.context.facts.job.refresh()
        except SeveralFoundError:
            self.context.facts.job.set(None)  # the page asks which one

    async def _look(self) -> None:
        self._templates = await gallery.find_templates(self.context.session.graph)
        ids = [template.id for template in self._templates]
        self._found = await applications.find(self.context.session.graph, ids)

    async def _read_owners(self, application_id: str) -> None:
        """Read the owners, as far as the account may; that nobody owns it is no problem."""
        try:
            found = await owners(self.context.session.graph, application_id)
        except ProblemError:
            self._owners = (application_id, None)
        else:
            # Nobody could be read: that is not the same as nobody.
            self._owners = (application_id, found if found or not unread_of(found) else None)

    def _shown_owners(self) -> OwnersView | None:
        chosen, account = self.context.facts.application.value, self.context.session.account
        of, found = self._owners
        if chosen is None or of != chosen.id or found is None:
            return None
        return self._owners_view(found, account.object_id if account is not None else "")

    async def _read(self) -> None:
        context, self._expected = self.context, None
        chosen = context.store.profile.application_id
        await self._look()
        if not chosen:
            return
        still = next((app for app in self._found or () if app.id == chosen), None)
        if still is not None:
            await self._take(still)
            await self._read_owners(still.id)
            return
        # The list may lag behind, or the name has changed: read the application itself.
        match await applications.application_existence(context.session.graph, chosen):
            case Seen():
                await context.facts.application.refresh()
            case NotYetVisible(until):
                self._expected = until
            case Gone():
                await forget_application(context)

    async def _choose(self, wanted: Application | str) -> None:
        context = self.context
        graph = context.session.graph
        if isinstance(wanted, str):
            self._templates = self._templates or await gallery.find_templates(graph)
            ids = [template.id for template in self._templates]
            found = await applications.application(graph, wanted, ids)
        else:
            found = wanted
        if context.store.profile.application_id != found.id:
            context.facts.forget_application()
            await context.store.remember(application_id=found.id, role_id="")
        await self._take(found)
        if self._owners[0] != found.id:
            await self._read_owners(found.id)
        others = [app for app in self._found or () if app.id != found.id]
        self._found = (*others, found)

    async def _take(self, found: Application) -> None:
        """Use what was read of the chosen application; once it was seen whole, missing means gone."""
        context = self.context
        context.facts.keep_application(found)
        if len(found.job_ids) > 1:
            await self._read_jobs()
        created = context.session.graph.created
        creation = created.creation(found.id)
        if creation is not None and not creation.seen and found.inspected:
            created.saw(found.id)
            await mark_seen(context.store.journal, found.id)

    def _template(self) -> Template:
        fitting = [template for template in self._templates if template.provisions] or self._templates
        if not fitting:
            raise ProblemError(
                Problem("gallery_without_playvox", {"cloud": self.context.session.cloud.name})
            )
        return fitting[0]

    def _build(self) -> ApplicationView:
        found = self._found or ()
        chosen, cloud = self.context.facts.application.value, self.context.session.cloud
        template = self._templates[0] if self._templates else None
        return ApplicationView(
            candidates=self._rows(found, cloud),
            looked=self._found is not None,
            chosen=None if chosen is None else self._chosen_row(chosen, found, cloud),
            gallery_name=template.display_name if template else "",
            gallery_publisher=template.publisher if template else "",
            gallery_deprecation=str(
                change_warning("gallery_entry_ends", date=template.deprecation_date[:10])
            )
            if template and template.deprecation_date
            else "",
            jobs=self._jobs(),
            owners=self._shown_owners(),
            suggested_name=self._free_name(found),
            adding=self.notice if self.notice is not None and self.notice.total is not None else None,
            busy=self.busy,
            problem=self.problem,
        )

    def _judge(self) -> StepStatus:
        chosen = self.context.facts.application.value
        gone = self.context.facts.gone
        if chosen is None:
            if self._expected is not None:
                return StepStatus(
                    StepState.ATTENTION,
                    _("Entra does not show the application yet. It was added a moment ago; refresh soon."),
                )
            if gone is not None and gone.kind is GoneKind.APPLICATION:
                return StepStatus(StepState.ATTENTION, gone.sentence)
            if self._found is None:
                return StepStatus(StepState.READY, _("Not searched yet."))
            if not self._found:
                return StepStatus(StepState.READY, _("No Playvox application is in this tenant yet."))
            if not all(app.inspected for app in self._found):
                text = _("Choose one. Not all could be read: they may have provisioning already.")
                return StepStatus(StepState.READY, text)
            return StepStatus(StepState.READY, _("Choose one, or add Playvox from the gallery."))
        if len(self.context.facts.all_jobs) > 1 and self.context.facts.provisioning_job is None:
            return StepStatus(
                StepState.ATTENTION,
                _("“{name}” has {n} provisioning jobs. Choose one.").format(
                    name=chosen.display_name, n=len(self.context.facts.all_jobs)
                ),
            )
        if chosen.account_enabled is False:
            return StepStatus(
                StepState.ATTENTION,
                _("“{name}” is disabled in Entra.").format(name=chosen.display_name),
            )
        return StepStatus(StepState.DONE, _("“{name}” is used.").format(name=chosen.display_name))


def _rows(found: tuple[Application, ...], cloud: Cloud) -> tuple[AppRow, ...]:
    return tuple(_row(app, found, cloud) for app in found)


def _row(app: Application, found: tuple[Application, ...], cloud: Cloud) -> AppRow:
    advice = applications.recommend(found)
    recommended = advice.application is not None and advice.application.id == app.id
    return AppRow(
        id=app.id,
        app_id=app.app_id,
        name=app.display_name,
        kind=AppKind(app.kind),
        single_sign_on=app.signs_on,
        provisioning=provisioning_sentence(app.job_state)
        if app.provisions
        else ""
        if app.inspected
        else _("Not known"),
        enabled=app.account_enabled is not False,
        recommended=recommended,
        why=recommendation(app, advice.reason if recommended else ""),
        portal_link=cloud.portal_application(app.id, app.app_id),
    )


def _owners_view(found: tuple[Owner, ...], own: str) -> OwnersView:
    return OwnersView(tuple(each.name for each in found), any(each.id == own for each in found))


def _free_name(found: tuple[Application, ...]) -> str:
    taken = {app.display_name.casefold() for app in found}
    names = [SUGGESTED_NAME, *(f"{SUGGESTED_NAME} {number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name.casefold() not in taken)


def _checked(name: str) -> str:
    name = name.strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise ProblemError(Problem("name_unusable", {"longest": str(_LONGEST_NAME)}, field="name"))
    return name
