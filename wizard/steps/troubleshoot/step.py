"""Only test a connection: address and key, from this computer, without sign-in and without a setup."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar

from pydantic import SecretStr

from wizard.connection import Target
from wizard.messages import N_, _
from wizard.messages.labels import cleanup_sentence
from wizard.network.clients import Network
from wizard.playvox.address import usual_address
from wizard.playvox.key import CleanKey, clean_key
from wizard.problem import Problem
from wizard.steps.base.connection_test.fields import (
    AddressField,
    address_notes,
)
from wizard.steps.base.connection_test.history import ConnectionHistory
from wizard.steps.base.connection_test.running import ConnectionTesting
from wizard.steps.base.context import Context
from wizard.steps.base.practice_line import PracticeLine
from wizard.steps.base.practice_sign_in import practice_network, running_network
from wizard.steps.base.step import (
    Step,
    StepState,
    StepStatus,
    reads,
)
from wizard.steps.troubleshoot.view import TroubleshootView


class TroubleshootStep(Step[TroubleshootView]):
    """A side page: shares only the history of tests with the setup.

    The key stays in memory and ends with the program; it is never kept anywhere.
    """

    id: ClassVar[str] = "troubleshoot"

    def __init__(self, context: Context) -> None:
        self._address = AddressField()
        self._pasted: SecretStr | None = None
        self._key: CleanKey | None = None
        self._key_problem: Problem | None = None
        self._line: PracticeLine | None = None
        self._testing = ConnectionTesting(self.publish, ConnectionHistory(context.services))
        super().__init__(context)

    @property
    def title(self) -> str:
        """The step's name."""
        return _("Only test a connection")

    def provides(self) -> bool:
        """Nothing is built on this."""
        return False

    @reads(N_("Connecting to the practice tenant …"))
    async def use_practice(self, practice: bool) -> None:
        """Test the practice Playvox, with its key, or the real one. Address and key are kept."""
        line = await self.context.services.launch_practice() if practice else None
        if line is not None:
            await running_network(line)
        self._line = line
        self._testing.forget()
        if self._address.text is not None:
            await self._take_address(self._address.text)

    async def use_practice_key(self) -> None:
        """Take the practice tenant's key, as if it had been pasted."""
        if self._line is not None:
            await self.paste_key(self._line.key)

    async def set_address(self, text: str) -> None:
        """Take a subdomain, host or Tenant URL; problems appear in `view.address_problem`."""
        await self._take_address(text)
        self.publish()

    async def paste_key(self, secret: SecretStr) -> None:
        """Take a pasted key and tidy it up; hints never block. An empty text forgets the key."""
        # The fingerprint is slow on purpose, so it must not hold up the loop.
        cleaned = await asyncio.to_thread(clean_key, secret) if secret else None
        if isinstance(cleaned, Problem):
            self._pasted, self._key, self._key_problem = None, None, cleaned
        else:
            self._pasted = secret if cleaned is not None else None
            self._key, self._key_problem = cleaned, None
        self.publish()

    async def use_suggestion(self) -> None:
        """Take the key that was probably meant instead of what was pasted."""
        if self._key is not None and self._key.suggestion is not None:
            await self.paste_key(self._key.suggestion)

    @reads(N_("Testing the connection …"))
    async def test(self) -> None:
        """Test from this computer; without a key, as far as that goes. Only reads.

        Raises what is wrong with the address, or `address_first`; what is found is in `view.report`.
        """
        url = self._address.needed()
        # As it was pasted: the notes apply to pasting the same text into Entra.
        target = self._target(url.text)
        await self._testing.run(target, self._network, url=url, what=(url.text, self._pasted))

    @reads(N_("Searching for the right path …"))
    async def find_path(self) -> None:
        """Ask the address' host for SCIM at likely paths; `view.search` has what was found. Only reads."""
        await self._testing.find_path(self._target(self._address.needed().text), self._network)

    async def read_pasted(self, text: str) -> None:
        """Read an error text copied from Microsoft's pages; nothing is connected to. Empty forgets it."""
        await self._testing.read_pasted(text)

    async def save_report(self, path: Path) -> None:
        """Write the last test's report; raises `report_not_saved`, or `test_first` before any test."""
        await self._testing.save_report(path)

    async def confirm_host(self) -> None:
        """Allow sending the key to the address' host, which is not Playvox's; kept in the profile."""
        await self.context.confirm_host(self._address.needed().host)
        self.publish()

    # Internal.

    def _target(self, url: str) -> Target:
        return Target(url, self._pasted, confirmed_hosts=self.context.confirmed_hosts)

    @property
    def _network(self) -> Network:
        """The real network even in practice mode, unless this page uses the practice Playvox."""
        return practice_network(self._line) if self._line is not None else self.context.services.network

    async def _take_address(self, text: str) -> None:
        self._testing.search = None
        url = self._address.take(text, allow_loopback=self._network.allow_loopback)
        await self._testing.history.look_back(url, practice=self._line is not None)

    async def _read(self) -> None:
        """Nothing is kept anywhere that would have to be read."""

    def _build(self) -> TroubleshootView:
        url, key, testing = self._address.url, self._key, self._testing
        now = (url.text, self._pasted) if url is not None else None
        return TroubleshootView(
            practice=self._line is not None,
            address_text=self._address.text or "",
            tenant_url=url.text if url is not None else "",
            host_to_confirm=url.host if url is not None else "",
            unconfirmed_host=self.context.unconfirmed_host(url),
            address_problem=self._address.problem,
            address_notes=address_notes(url),
            usual_address=usual_address(self._address.text or ""),
            key_fingerprint=key.fingerprint if key is not None else "",
            key_hints=tuple(cleanup_sentence(each.code) for each in key.cleanup_notes)
            if key is not None
            else (),
            key_suggestion=key is not None and key.suggestion is not None,
            key_problem=self._key_problem,
            testing=testing.running,
            checks=testing.checks,
            report=testing.report,
            report_stale=testing.stale(now),
            pasted=testing.pasted,
            search=testing.search,
            history=testing.history.runs,
            history_problem=testing.history.problem,
            busy=self.busy,
            problem=self.problem,
        )

    def _judge(self) -> StepStatus:
        report = self._testing.report
        if report is None:
            return StepStatus(StepState.READY, _("Address and key are enough; nobody signs in."))
        return StepStatus(StepState.READY, report.explanation.what)
