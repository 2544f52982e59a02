"""Step 5, Connection: Tenant URL and key, tested from here and from Microsoft, then saved into Entra."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from pydantic import SecretStr

from wizard.connection import ConnectionReport, MicrosoftAnswer, Target, Verdict
from wizard.entra import (
    secrets,
)
from wizard.entra.schema import SynchronizationSchema
from wizard.entra.secrets import SavedSettings
from wizard.messages import N_, _
from wizard.messages.change_warnings import change_warning
from wizard.playvox.address import parse_tenant_url, usual_address
from wizard.problem import Problem, ProblemError
from wizard.steps.base.change_preview import ChangePreview
from wizard.steps.base.connection_test import microsoft
from wizard.steps.base.connection_test.fields import (
    ConnectionFields,
    address_notes,
)
from wizard.steps.base.connection_test.history import ConnectionHistory
from wizard.steps.base.connection_test.running import (
    ConnectionTesting,
    mapped_target,
    note_key,
)
from wizard.steps.base.context import Context
from wizard.steps.base.further_fields import (
    differs_from_saved,
    read_template,
    rows_of,
    set_field,
)
from wizard.steps.base.gone import GoneKind
from wizard.steps.base.progress import report
from wizard.steps.base.provisioning_job import check_fields, ensure_job
from wizard.steps.base.quarantine import quarantine_of
from wizard.steps.base.remembered_searches import remember_searches
from wizard.steps.base.sentences import last_good_cycle
from wizard.steps.base.settings_saving import (
    SETTINGS,
    check_unchanged,
    key_mark,
    save_settings,
    saved_view,
    saving_preview,
    wanted_notification,
    wanted_settings,
)
from wizard.steps.base.step import (
    Step,
    StepState,
    StepStatus,
    commits,
    reads,
)
from wizard.steps.connection.view import ConnectionView


class ConnectionStep(Step[ConnectionView]):
    """Tenant URL, test, notification, deletion guard, saving."""

    id: ClassVar[str] = "connection"
    needs: ClassVar[tuple[str, ...]] = ("application",)

    def __init__(self, context: Context) -> None:
        self._fields = ConnectionFields(context)
        self._testing = ConnectionTesting(self.publish, ConnectionHistory(context.services))
        self._mark = ""
        self._accepted: tuple[str, SecretStr | None] = ("", None)  # address and key that Microsoft accepted
        self._planned: SavedSettings | None = None
        self._stated: frozenset[str] | None = None
        super().__init__(context)

    @property
    def title(self) -> str:
        """The step's name."""
        return _("Connection")

    def known(self) -> bool:
        """Whether the saved settings and the job were read."""
        return self.context.facts.saved.value is not None and self.context.facts.job.value is not None

    def provides(self) -> bool:
        """Whether Entra has address and key and there is a job."""
        saved = self.context.facts.saved.value
        return saved is not None and saved.has_key and self.context.facts.provisioning_job is not None

    @property
    def report(self) -> ConnectionReport | None:
        """The last connection test; None: not run yet."""
        return self._testing.report

    @property
    def scope_size(self) -> int | None:
        """How many people are in scope; the deletion guard is suggested from it."""
        return self._fields.scope_size

    @scope_size.setter
    def scope_size(self, people: int | None) -> None:
        self._fields.scope_size = people

    def state_only(self, settings: frozenset[str]) -> None:
        """Save only these of `SETTINGS` from now on; the others stay as Entra has them."""
        if unknown := settings - SETTINGS:
            raise ValueError(f"not settings that are saved with the key: {sorted(unknown)}")
        self._stated = settings

    async def set_address(self, text: str) -> None:
        """Take a subdomain, host or Tenant URL; problems appear in `view.address_problem`."""
        self._testing.search = None
        await self._fields.set_address(text)
        await self._look_back()
        self.publish()

    async def confirm_host(self) -> None:
        """Allow sending the key to the address' host, which is not Playvox's; kept in the profile."""
        await self.context.confirm_host(self._fields.needed_address().host)
        self.publish()

    async def set_notification(self, email: str) -> None:
        """Set who is notified of provisioning problems; empty for no one."""
        await self._fields.set_notification(email)
        self.publish()

    async def set_threshold(self, number: int | None) -> None:
        """How many deactivations in one cycle stop it; None switches the guard off."""
        await self._fields.set_threshold(number)
        self.publish()

    async def set_field(self, name: str, value: str | SecretStr) -> None:
        """Set a value that the application's template asks for; see `view.further`."""
        await set_field(self.context, name, value)
        self.publish()

    async def read_pasted(self, text: str) -> None:
        """Read an error text copied from Microsoft's pages; nothing is connected to. Empty forgets it."""
        await self._testing.read_pasted(text)

    async def save_report(self, path: Path) -> None:
        """Write the last test's report; raises `report_not_saved`, or `test_first` before any test."""
        await self._testing.save_report(path)

    @reads(N_("Testing the connection …"))
    async def test(self, *, from_microsoft: bool = True) -> None:
        """Test from here and from Microsoft's side; `view.checks` fills one by one.

        `from_microsoft` False leaves Microsoft's side out, as does a setup without an application.
        Nothing is saved and nothing is changed, in Playvox or in Entra. Raises `address_first` or
        `key_first`; what the test itself finds is in `view.report`.
        """
        context = self.context
        url = self._fields.needed_address()
        key = context.key_store.key
        if key is None:
            raise context.key_store.missing_error
        target = await self._target(url.text)
        what = (url.text, key)
        asked = from_microsoft and context.store.profile.application_id
        ask = await microsoft.permitted(context, url, self.ask_microsoft) if asked else None
        report = await self._testing.run(target, context.session.network, ask, url=url, what=what)
        note_key(context.key_store, key, report)

    @reads(N_("Microsoft's service tests what Entra has saved …"))
    async def test_saved(self) -> None:
        """Have Microsoft's service test the saved address and key; needs no key here. `view.report` has it.

        Asks for the permission of `view.test_permissions`. Raises `job_first`, `saved_key_first`.
        """
        self._testing.keep(await microsoft.test_saved(self.context))

    async def _target(self, url: str) -> Target:
        key = self.context.key_store.key
        target = mapped_target(url, key, await self._schema())
        return replace(target, confirmed_hosts=self.context.confirmed_hosts)

    async def _schema(self) -> SynchronizationSchema | None:
        """The mappings of the application; None when there is none, or they cannot be read now."""
        context = self.context
        if not context.store.profile.application_id or not context.session.signed_in:
            return None
        try:
            found = await context.facts.schema.get()
        except ProblemError:
            return context.facts.schema.value
        await remember_searches(context, found)
        return found

    @reads(N_("Searching for the right path …"))
    async def find_path(self) -> None:
        """Ask the address' host for SCIM at likely paths; `view.search` has what was found. Only reads."""
        target = await self._target(self._fields.needed_address().text)
        await self._testing.find_path(target, self.context.session.network)

    @reads(N_("Comparing with what Entra has …"))
    async def plan_save(self) -> ChangePreview:
        """What saving would change, compared with what Entra has now."""
        self._fields.check()
        saved, has_job = await self._settings_and_job()
        await check_fields(self.context)
        self._planned = saved
        effect = await self._effect(saved, has_job)
        silent = self.context.session.practice is not None or not effect.consents
        first = not saved.tenant_url and not has_job  # so nothing can run yet
        # The page says beside the field that nobody is notified.
        decided = set(effect.warnings) <= {change_warning("nobody_notified")}
        return replace(effect, direct=first and silent and decided)

    @commits(N_("Saving the connection into Entra …"))
    async def save(self, *, verify: bool = False) -> None:
        """Make the provisioning job if there is none, save the whole set of settings, read it back.

        With `verify` Microsoft's service has to accept address and key first: raises
        `microsoft_cannot_connect` otherwise, and nothing is saved. When the settings in Entra
        changed since `plan_save` nothing is written: `secrets_changed_meanwhile`.
        """
        self._fields.check()
        context = self.context
        if context.key_store.key is None:
            raise context.key_store.missing_error
        await check_fields(context)
        async with context.writing() as graph:
            made, saved, _accepted = await asyncio.gather(
                ensure_job(context),
                secrets.saved(graph, context.facts.application_id),
                self._must_be_accepted() if verify else _nothing(),
            )
            context.facts.keep_job(made)
            planned, self._planned = self._planned, None
            if planned is not None:
                context.facts.saved.set(saved)
                await check_unchanged(context, planned, saved)
            if not (await self._effect(saved, has_job=True)).empty:
                report(_("Saving address, key and settings …"))
                await save_settings(context, saved, self._wanted(saved))
                # The suggestion is saved now, whatever would be suggested later.
                await context.store.remember(deletion_threshold=self._fields.threshold)
        self._planned = None

    # Internal.

    async def ask_microsoft(self) -> MicrosoftAnswer:
        """Microsoft's test of address and key, which need not be saved; changes nothing.

        Graph requires the permission of `ask_to_test`. Raises `ProblemError` when
        Microsoft could not be reached; a refusal by Playvox is a result.
        """
        return await microsoft.ask_microsoft(self.context, self._fields.needed_address())

    async def _must_be_accepted(self) -> None:
        answer = await self.ask_microsoft()
        if not answer.ok:
            facts = {"code": answer.code, "message": answer.message}
            raise ProblemError(Problem("microsoft_cannot_connect", facts, retryable=True))
        self._accepted = (self._fields.needed_address().text, self.context.key_store.key)

    async def _look_back(self) -> None:
        context = self.context
        await self._testing.history.look_back(
            self._fields.url, practice=context.session.practice is not None
        )

    async def _settings_and_job(self) -> tuple[SavedSettings, bool]:
        """What is saved now, and whether there is a job."""
        context = self.context
        saved, jobs = await asyncio.gather(context.facts.saved.refresh(), context.facts.job.refresh())
        return saved, bool(jobs)

    async def _effect(self, saved: SavedSettings, has_job: bool) -> ChangePreview:
        key = self.context.key_store.key
        self._mark = await key_mark(key) if key is not None else ""
        wanted = self._wanted(saved)
        return saving_preview(self.context, saved, has_job, wanted, self._mark, self._stated)

    def _wanted(self, saved: SavedSettings) -> secrets.SecretSet:
        return wanted_settings(self.context, saved, self._fields.threshold, self._stated)

    async def _read(self) -> None:
        context = self.context
        saved, _has_job = await self._settings_and_job()
        await self._read_template()
        profile = context.store.profile
        if saved.tenant_url and not profile.tenant_url:
            guard = saved.notification.delete_threshold_enabled
            await context.store.remember(
                tenant_url=_harmless(saved.tenant_url),
                notification_email=saved.notification.recipients if saved.notification.enabled else "",
                guard_deletions=guard,
                deletion_threshold=saved.notification.delete_threshold_value if guard else None,
                scope="all" if saved.sync_all else "assigned",
            )
        self._mark = await key_mark(context.key_store.key) if context.key_store.key is not None else ""
        await self._look_back()

    async def _read_template(self) -> None:
        """The fields of the template; what keeps them from being read is said where they are needed."""
        with contextlib.suppress(ProblemError):
            await read_template(self.context)

    def _email_note(self) -> str:
        if not self.known():  # the address that Entra has may follow
            return ""
        alone = self._fields.threshold is not None and not self.context.store.profile.notification_email
        return change_warning("nobody_notified") if alone else ""

    def _build(self) -> ConnectionView:
        context = self.context
        saved, fields, url = context.facts.saved.value, self._fields, self._fields.url
        return ConnectionView(
            address_text=fields.text,
            tenant_url=url.text if url is not None else "",
            host_to_confirm="" if url is None or self._has_host(url.host) else url.host,
            unconfirmed_host=context.unconfirmed_host(url),
            address_problem=fields.address.problem,
            address_notes=address_notes(url),
            usual_address=usual_address(fields.text),
            notification_email=context.store.profile.notification_email,
            email_problem=fields.email_problem,
            email_note=self._email_note(),
            deletion_threshold=fields.threshold,
            suggested_threshold=fields.suggested,
            threshold_why=fields.why_suggested,
            threshold_problem=fields.threshold_problem,
            testing=self._testing.running,
            checks=self._testing.checks,
            report=self._testing.report,
            report_stale=self._stale(),
            pasted=self._testing.pasted,
            search=self._testing.search,
            history=self._testing.history.runs,
            history_problem=self._testing.history.problem,
            key_fingerprint=self._mark,
            further=rows_of(context, saved),
            saved=saved_view(saved) if saved is not None and not saved.is_empty else None,
            unsaved=self._unsaved(saved),
            test_permissions=context.session.test_consents(),
            job_id=context.facts.provisioning_job.id if context.facts.provisioning_job else "",
            busy=self.busy,
            problem=self.problem,
            key_known=self.context.key_store.keyring is not None,
        )

    def _unsaved(self, saved: SavedSettings | None) -> bool:
        url = self.context.tenant_url
        if saved is None or url is None:
            return url is not None
        wanted = wanted_notification(self.context, saved, self._fields.threshold)
        return (
            not saved.has_key
            or saved.tenant_url != url.text
            or saved.notification != wanted
            or differs_from_saved(self.context, saved)
            or bool(self._mark and self._mark != self.context.store.profile.key_mark)
        )

    def _judge(self) -> StepStatus:
        saved, report = self.context.facts.saved.value, self._testing.report
        if saved is None:
            return StepStatus(StepState.READY, _("Not read yet."))
        if saved.is_empty or not saved.has_key:
            if report is not None and report.verdict in (Verdict.WORKS, Verdict.WARNINGS):
                return StepStatus(StepState.READY, _("The connection works and waits to be saved."))
            if self.context.key_store.key is None:
                return StepStatus(
                    StepState.READY, _("Nothing is saved yet, and the Playvox key is needed first.")
                )
            return StepStatus(StepState.READY, _("Nothing is saved in Entra yet."))
        if report is not None and report.verdict is Verdict.FAILS:
            return StepStatus(StepState.ATTENTION, report.explanation.what)
        gone = self.context.facts.gone
        if self.context.facts.provisioning_job is None and gone is not None and gone.kind is GoneKind.JOB:
            return StepStatus(
                StepState.ATTENTION,
                _("{gone} Saving the connection makes a new one.").format(gone=gone.sentence),
            )
        if self.context.facts.provisioning_job is None:
            return StepStatus(
                StepState.READY, _("Settings are saved, but there is no provisioning job yet.")
            )
        quarantine = quarantine_of(self.context.facts.provisioning_job)
        if quarantine is not None and quarantine.connection:
            return StepStatus(StepState.ATTENTION, quarantine.cause)
        if self._unsaved(saved):
            return StepStatus(StepState.ATTENTION, _("What is entered here is not what Entra has."))
        tested = report is not None and report.verdict is not Verdict.CANCELLED and not self._stale()
        if tested or self._accepted == (saved.tenant_url, self.context.key_store.key):
            return StepStatus(StepState.DONE, _("Entra connects to {url}.").format(url=saved.tenant_url))
        if cycle := last_good_cycle(self.context.facts.provisioning_job):
            text = _("Entra has {url} and a key saved, and its cycle of {time} ended well.")
            return StepStatus(StepState.DONE, text.format(url=saved.tenant_url, time=cycle))
        if report is None:
            text = _("Entra has {url} and a key saved. Not tested since the program started.")
        else:
            text = _("Entra has {url} and a key saved. The last test did not end, or was of other values.")
        return StepStatus(StepState.READY, text.format(url=saved.tenant_url), unverified=True)

    def _has_host(self, host: str) -> bool:
        """Whether Entra sends a key to this host already: it was confirmed by saving."""
        saved = self.context.facts.saved.value
        if saved is None or not saved.has_key:
            return False
        found = parse_tenant_url(
            saved.tenant_url, allow_loopback=self.context.session.network.allow_loopback
        )
        return not isinstance(found, Problem) and found.host == host

    def _stale(self) -> bool:
        """Whether the last test was about another address or key than those in use."""
        url = self._fields.url
        return self._testing.stale((url.text, self.context.key_store.key) if url is not None else None)


async def _nothing() -> None:
    return


def _harmless(address: str) -> str:
    """The address saved in Entra, for the profile; "" when a key was pasted into it."""
    found = parse_tenant_url(address, allow_loopback=True)
    return "" if isinstance(found, Problem) and found.facts.get("why") == "key_inside" else address
