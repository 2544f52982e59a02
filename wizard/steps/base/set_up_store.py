"""One setup on this computer's disk: answers, journal, backups, and the right to change it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import (
    AbstractAsyncContextManager,
    ExitStack,
    asynccontextmanager,
    contextmanager,
    suppress,
)
from contextvars import ContextVar
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from wizard.entra.account import SignedInAccount
from wizard.entra.cloud import Cloud
from wizard.messages import _
from wizard.setup import (
    Backups,
    Journal,
    Profile,
    Profiles,
    SetUpLock,
    continuing,
    operation,
)
from wizard.setup.journaling import OperationOutcome
from wizard.setup.log_files import log_file, remove_logs
from wizard.setup.profile import profile_id
from wizard.steps.base.progress import doing
from wizard.steps.base.services import Services

UNDOES = "undoes"
"""Member of an operation's `new`: number of the operation it undoes."""
_undoing: ContextVar[int | None] = ContextVar("undoing", default=None)


def _unknown_time() -> datetime | None:
    return None


class SetUpStore:
    """The setup of one tenant. Before sign-in the answers are kept in memory only; never a secret.

    `account` tells the sign-in name that operations are recorded with. Belongs to one event loop.
    """

    def __init__(self, services: Services, account: Callable[[], str]) -> None:
        self._folder = services.data_folder
        self._bounds = services.bounds
        self._keep_answers = services.keep_answers
        self._account = account
        self._open = False
        self._lock: SetUpLock | None = None
        self.tenant_time: Callable[[], datetime | None] = _unknown_time
        """The time by the clock of the tenant, for the journal of the practice tenant."""
        self.profiles = Profiles(self._folder / "profiles")
        self.profile = Profile(id="unsaved")

    # Choosing the setup.

    def begin(self, client_id: str) -> None:
        """Start with empty answers, before anybody signed in."""
        self.profile = Profile(id="unsaved", client_id=client_id)

    async def open(self, cloud: Cloud, account: SignedInAccount, *, practice: bool) -> None:
        """Open the setup of this account's tenant, or create it.

        An application leaves the person who usually signs in, and how, as they are.
        """
        person = {"client_id": self.profile.client_id, "account": account.username}
        self.profile = await asyncio.to_thread(
            self.profiles.change,
            profile_id(cloud.name, account.tenant_id),
            practice=practice,
            cloud=cloud.name,
            tenant_id=account.tenant_id,
            **({} if account.app_only else person),
        )
        self._open = True

    def close(self) -> None:
        """Write no more answers; the profile on disk stays."""
        self._open = False
        self._lock = None  # a holder of the old setup's lock still releases it

    async def remember(self, **answers: Any) -> None:
        """Keep answers in the profile, on disk once somebody signed in."""
        if self._open and self._keep_answers:
            self.profile = await asyncio.to_thread(self.profiles.change, self.profile.id, **answers)
        else:
            self.profile = Profile.model_validate({**self.profile.model_dump(), **answers})

    async def record(self, **facts: Any) -> None:
        """Keep facts about what was saved in Entra: on disk also where answers are not kept."""
        if self._open:
            await asyncio.to_thread(self.profiles.change, self.profile.id, **facts)
        self.profile = Profile.model_validate({**self.profile.model_dump(), **facts})

    # Journal.

    @property
    def journal(self) -> Journal:
        """The journal of this setup."""
        there = self.tenant_time if self.profile.practice else None
        return Journal(self._folder / "journal.sqlite", self.profile.id, there)

    @property
    def backups(self) -> Backups:
        """The backups of this setup."""
        return Backups(self._folder / "journal.sqlite", self.profile.id)

    async def last_operation(self) -> int:
        """The number of the journal's newest operation, whichever copy of the program did it; 0: none."""
        newest = await asyncio.to_thread(self.journal.operations, 1)
        return newest[0].id if newest else 0

    def operation(
        self,
        kind: str,
        subject: str,
        *,
        old: dict[str, Any] | None = None,
        new: dict[str, Any] | None = None,
    ) -> AbstractAsyncContextManager[OperationOutcome]:
        """Record an operation in the journal around a block that writes."""
        undone = _undoing.get()
        if undone is not None:
            new = {**(new or {}), UNDOES: undone}
        return operation(self.journal, kind, subject, self._account(), old=old, new=new)

    @contextmanager
    def undoing(self, number: int) -> Iterator[None]:
        """Operations recorded inside undo the one with this journal number."""
        token = _undoing.set(number)
        try:
            yield
        finally:
            _undoing.reset(token)

    def continuing(self, number: int) -> AbstractAsyncContextManager[OperationOutcome]:
        """Carry out, in a block that writes, an operation the journal knows already."""
        return continuing(self.journal, number)

    # Log.

    def log_file(self, application_id: str) -> Path:
        """The file with the provisioning log of an application."""
        return log_file(self._folder, self.profile.id, application_id)

    def forget_logs(self, profile_id: str) -> None:
        """Delete the logs of a setup on this computer; one that another copy has open stays."""
        with suppress(OSError):
            remove_logs(self._folder, profile_id)

    @property
    def log_kept(self) -> timedelta | None:
        """How long entries of the log are kept on this computer; None: for good."""
        days = self.profile.keep_log_days
        return None if days is None else timedelta(days=days)

    async def keep_log(self, days: int) -> None:
        """Keep entries of the log on this computer for so many days from now on; 0: for good."""
        self.profile = await asyncio.to_thread(
            self.profiles.change, self.profile.id, keep_log_days=days or None
        )

    # Lock.

    @asynccontextmanager
    async def lock(self) -> AsyncIterator[bool]:
        """Lock this setup against other copies of the program; yields whether it waited.

        Waiting for another copy is reported.
        """
        lock = self._the_lock()
        with ExitStack() as wait:
            sentence = _("Another copy of this program is changing this setup; waiting until it is done …")
            waited = await lock.acquire(lambda: wait.enter_context(doing(sentence)))
        try:
            yield waited
        finally:
            lock.release()

    @contextmanager
    def lock_if_free(self) -> Iterator[bool]:
        """The same without waiting; yields False while another copy is changing this setup."""
        lock = self._the_lock()
        free = lock.acquire_if_free()
        try:
            yield free
        finally:
            if free:
                lock.release()

    def _the_lock(self) -> SetUpLock:
        if self._lock is None:
            folder = self._folder / "turns"
            self._lock = SetUpLock(folder, self.profile.id, patience=self._bounds.other_copy)
        return self._lock
