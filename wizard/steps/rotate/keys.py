"""The keys of a change: which one is new, which one can be put back, and what the journal has open."""

from __future__ import annotations

import asyncio

from pydantic import SecretStr

from wizard.playvox.key import CleanKey
from wizard.problem import Problem, ProblemError
from wizard.setup import Operation, OperationState
from wizard.steps.base.context import Context
from wizard.steps.base.key_store import keyring_unread
from wizard.steps.base.settings_saving import key_mark
from wizard.steps.rotate.view import UnfinishedRotation

KIND = "key.rotate"


class RotationKeys:
    """What a change of the key follows from: journal, keyring and what was pasted. Changes nothing."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.rows: tuple[Operation, ...] = ()
        """The journal as last read, newest first."""
        self.read = False
        """Whether the journal was read."""
        self.unfinished: UnfinishedRotation | None = None

    def forget(self) -> None:
        """Forget what was read."""
        self.rows, self.read, self.unfinished = (), False, None

    def open_row(self) -> Operation | None:
        """The change of this application's key that was begun and not ended."""
        application = self._context.store.profile.application_id
        rows = (row for row in self.rows if row.kind == KIND and row.subject == application)
        newest = next(rows, None)
        return newest if newest is not None and newest.state is OperationState.BEGUN else None

    async def new_key(
        self, pasted: CleanKey | None
    ) -> tuple[SecretStr, Operation | None, Operation | None]:
        """The key that replaces the old one, the change that it goes on with, and one whose place it takes.

        Raises `rotate_key_needed`, `rotate_same_key`, `rotate_unfinished`, `rotate_paste_again`,
        `keyring_unread`.
        """
        row = self.open_row()
        if row is None:
            if pasted is None:
                raise ProblemError(Problem("rotate_key_needed", field="key"))
            if pasted.fingerprint == self._context.store.profile.key_mark:
                facts = {"mark": pasted.fingerprint}
                raise ProblemError(Problem("rotate_same_key", facts, field="key"))
            return pasted.key, None, None
        wanted = str(row.new.get("key_mark") or "")
        if pasted is not None and pasted.fingerprint == wanted:
            return pasted.key, row, None
        known = await self.known_key(wanted)
        if known is not None and pasted is None:
            return known, row, None
        facts = {"mark": wanted}
        if known is not None:
            raise ProblemError(Problem("rotate_unfinished", facts, field="key"))
        if self._context.key_store.unread:  # it may be there
            raise ProblemError(keyring_unread(self._context.key_store.unread))
        if pasted is None:
            raise ProblemError(Problem("rotate_paste_again", facts, field="key"))
        # The new key of the earlier change is nowhere on this computer: another one takes its place.
        return pasted.key, None, row

    async def known_key(self, mark: str) -> SecretStr | None:
        """The key with this fingerprint, if it is on this computer."""
        for key in (await self._context.key_store.next_key(), self._context.key_store.key):
            if key is not None and await key_mark(key) == mark:
                return key
        return None

    async def old_key(self, new_mark: str) -> SecretStr | None:
        """The key that can be put back: the one in use, unless it is the new one already."""
        await self._context.key_store.load()
        key = self._context.key_store.key
        return key if key is not None and await key_mark(key) != new_mark else None

    async def look_up(self) -> None:
        """What the journal tells about keys."""
        self.rows = await asyncio.to_thread(self._context.store.journal.operations)
        self.read = True
        row = self.open_row()
        if row is None:
            self.unfinished = None
            return
        mark = str(row.new.get("key_mark") or "")
        self.unfinished = UnfinishedRotation(
            mark=mark,
            old_mark=str(row.old.get("key_mark") or ""),
            began=row.began,
            account=row.account,
            new_known=await self.known_key(mark) is not None,
            old_known=await self.old_key(mark) is not None,
        )
