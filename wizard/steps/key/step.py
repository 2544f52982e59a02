"""Step 2, Playvox key."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from pydantic import SecretStr

from wizard.connection import ConnectionReport, Target
from wizard.messages import N_, _, explain
from wizard.messages.change_warnings import change_warning
from wizard.messages.labels import (
    cleanup_sentence,
    keyring_why,
)
from wizard.playvox.key import fingerprint
from wizard.problem import EarlierStepError, Problem, ProblemError
from wizard.steps.base import practice_setups
from wizard.steps.base.change_preview import (
    ChangePreview,
    PlannedChange,
)
from wizard.steps.base.connection_test.history import ConnectionHistory
from wizard.steps.base.connection_test.running import ConnectionTesting, note_key
from wizard.steps.base.context import Context
from wizard.steps.base.derived import Derived
from wizard.steps.base.key_store import KeyPlace
from wizard.steps.base.pasted_key import PastedKey
from wizard.steps.base.quarantine import quarantine_of
from wizard.steps.base.sentences import last_good_cycle
from wizard.steps.base.step import (
    Step,
    StepState,
    StepStatus,
    commits,
    reads,
)
from wizard.steps.key.view import KeyView


class KeyStep(Step[KeyView]):
    """The Base64 key: pasted, tidied, kept in the keyring, shown only as a fingerprint."""

    id: ClassVar[str] = "key"
    needs: ClassVar[tuple[str, ...]] = ("before",)

    def __init__(self, context: Context) -> None:
        self._pasted = PastedKey()
        self._testing = ConnectionTesting(self.publish, ConnectionHistory(context.services))
        self._fingerprint = ""
        self._refused = ""
        self._where_to_find = Derived(_where_to_find)
        super().__init__(context)

    @property
    def title(self) -> str:
        """The step's name."""
        return _("Playvox key")

    def known(self) -> bool:
        """Whether the keyring told what it has, or a key is in use."""
        store = self.context.key_store
        told = store.keyring is not None and not store.unread
        return told or store.key is not None or self._pasted.clean is not None

    def _why_unread(self) -> str:
        store = self.context.key_store
        return explain(store.missing).what if store.unread else super()._why_unread()

    def provides(self) -> bool:
        """Whether there is a key to work with."""
        return self.context.key_store.key is not None

    async def paste(self, secret: SecretStr) -> None:
        """Take a pasted key, tidy it up and show its fingerprint; nothing is saved yet.

        What is wrong with it appears in `view.field_problem`; an earlier key stays in use then.
        """
        await self._pasted.take(secret)
        self.publish()

    async def use_suggestion(self) -> None:
        """Take what was probably meant instead of what was pasted (`view.suggestion` says so)."""
        if self._pasted.clean is not None and self._pasted.clean.suggestion is not None:
            await self.paste(self._pasted.clean.suggestion)

    async def use_practice_key(self) -> None:
        """Take the practice tenant's key, as if it had been pasted."""
        if self.context.session.practice is None:
            raise ProblemError(Problem("practice_only"))
        await self.paste(self.context.session.practice.key)

    def plan_save(self) -> ChangePreview:
        """Where the pasted key would be kept, and whether it replaces another."""
        if self._pasted.clean is None:
            return ChangePreview()
        keyring = self.context.key_store.keyring
        where = (
            _("kept in {keyring}").format(keyring=keyring.backend_name)
            if keyring is not None and keyring.available
            else _("kept until this program is closed")
        )
        if self.context.key_store.key is None:
            change = PlannedChange("+", _("Playvox key {mark}").format(mark=self._pasted.mark), where)
            return ChangePreview((change,), direct=True)
        if self.context.key_store.key == self._pasted.clean.key:
            return ChangePreview()
        change = PlannedChange("~", _("Playvox key {mark}").format(mark=self._pasted.mark), where)
        return ChangePreview((change,))

    @commits(N_("Saving the key …"))
    async def save(self) -> None:
        """Keep the pasted key in the keyring, or for this session where there is none."""
        if self._pasted.clean is None:
            if self.context.key_store.key is not None:
                return
            raise ProblemError(Problem("key_empty", field="key"))
        self._refused = (await self.context.key_store.replace(self._pasted.clean.key)).refused
        self._fingerprint = self._pasted.mark
        self._pasted.forget()

    async def use_for_session(self, secret: SecretStr) -> None:
        """Work with this key without keeping it anywhere: for the command line's standard input."""
        await self.paste(secret)
        if self._pasted.clean is None:
            raise ProblemError(self._pasted.problem or Problem("key_empty", field="key"))
        self.context.key_store.use_for_session(self._pasted.clean.key)
        self._fingerprint = self._pasted.mark
        self._pasted.forget()
        self.publish()

    @reads(N_("Testing the key …"))
    async def test(self) -> None:
        """Test the key in use from this computer, at the Tenant URL in use; only reads.

        What is found is in `view.tested`. Raises `key_first` or `address_first`.
        """
        context = self.context
        key, url = context.key_store.key, context.tenant_url
        if key is None:
            raise context.key_store.missing_error
        if url is None:
            raise EarlierStepError(Problem("address_first"))
        target = Target(url.text, key, confirmed_hosts=context.confirmed_hosts)
        report = await self._testing.run(target, context.session.network, url=url, what=(url.text, key))
        note_key(context.key_store, key, report)

    def plan_forget(self) -> ChangePreview:
        """What forgetting the key removes (Entra keeps its own copy)."""
        if self.context.key_store.key is None:
            return ChangePreview()
        kept = (
            self.context.key_store.place is KeyPlace.KEYRING and self.context.key_store.keyring is not None
        )
        where = (
            _("from {keyring}").format(keyring=self.context.key_store.keyring.backend_name)
            if kept and self.context.key_store.keyring is not None
            else _("from this program's memory")
        )
        return ChangePreview(
            (PlannedChange("-", _("Playvox key {mark}").format(mark=self._fingerprint), where),),
            (change_warning("entra_keeps_key"),),
        )

    @commits(N_("Forgetting the key …"))
    async def forget(self) -> None:
        """Remove the key from the keyring and from memory."""
        await self.context.key_store.forget()
        self._pasted.forget()
        self._fingerprint = ""

    async def _read(self) -> None:
        await self.context.key_store.load()
        await practice_setups.forget_old(self.context)
        key = self.context.key_store.key
        self._fingerprint = await asyncio.to_thread(fingerprint, key) if key is not None else ""

    def _build(self) -> KeyView:
        context, pending = self.context, self._pasted.clean
        keyring = context.key_store.keyring
        return KeyView(
            where_to_find=self._where_to_find(),
            fingerprint=pending.fingerprint if pending else self._fingerprint,
            cleanup_notes=tuple(cleanup_sentence(each.code) for each in pending.cleanup_notes)
            if pending
            else (),
            suggestion=pending is not None and pending.suggestion is not None,
            pending=pending is not None,
            place=context.key_store.place,
            keyring_name=keyring.backend_name if keyring and keyring.available else "",
            keyring_why=self._why(),
            practice_key=context.session.practice is not None,
            field_problem=self._pasted.problem,
            busy=self.busy,
            problem=self.problem,
            testing=self._testing.running,
            tested=self._tested(),
        )

    def _tested(self) -> ConnectionReport | None:
        key, url = self.context.key_store.key, self.context.tenant_url
        now = (url.text, key) if url is not None else None
        return None if self._testing.stale(now) else self._testing.report

    def _why(self) -> str:
        keyring = self.context.key_store.keyring
        if self._refused:
            return keyring_why(self._refused)
        return "" if keyring is None or keyring.available else keyring_why(keyring.why)

    def _judge(self) -> StepStatus:
        context = self.context
        if self._pasted.clean is not None:
            return StepStatus(StepState.READY, _("A key was pasted and waits to be saved."))
        if context.key_store.key is None:
            return StepStatus(StepState.READY, _("No key yet."))
        quarantine = quarantine_of(context.facts.provisioning_job)
        if quarantine is not None and quarantine.code == "key_rejected":
            return StepStatus(StepState.ATTENTION, _("Playvox rejects the key that is saved in Entra."))
        if context.key_store.rejected:
            text = _("Playvox rejected key {mark} in the last connection test.")
            return StepStatus(StepState.ATTENTION, text.format(mark=self._fingerprint))
        if context.key_store.place is KeyPlace.KEYRING and context.key_store.keyring is not None:
            kept = _("Key {mark} is kept in {keyring}.").format(
                mark=self._fingerprint, keyring=context.key_store.keyring.backend_name
            )
        else:
            kept = _("Key {mark} is kept until this program is closed.").format(mark=self._fingerprint)
        if context.key_store.accepted:
            tested = _("Playvox accepted it in the last test.")
            return StepStatus(StepState.DONE, f"{kept} {tested}")
        same = bool(self._fingerprint) and context.store.profile.key_mark == self._fingerprint
        if same and (cycle := last_good_cycle(context.facts.provisioning_job)):
            used = _("Entra uses it, and its cycle of {time} ended well.").format(time=cycle)
            return StepStatus(StepState.DONE, f"{kept} {used}")
        if context.key_store.was_tested:
            tested = _("The last test did not show whether Playvox accepts it.")
        else:
            tested = _("It was not tested since the program started.")
        return StepStatus(StepState.READY, f"{kept} {tested}", unverified=True)


def _where_to_find() -> tuple[str, ...]:
    return (
        _("Sign in to Playvox as Super Admin and open Settings > API Keys."),
        _("Choose Create API Key, give it a name that says what it is for, and save it."),
        _("Open the details of the new key (the magnifying glass)."),
        _("Copy the value named BASE64 KEY: that one, not the key's id or the key itself."),
    )
