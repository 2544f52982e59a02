"""A setup that ran into a quarantine while nobody looked, on a practice tenant of its own."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from wizard.practice_thread import PracticeThread
from wizard.steps import Assistant, Services
from wizard.steps.base.practice_control import PracticeControl

FAULT = "playvox-key-rejected"


class LeftAlone:
    """The practice tenant with its setup, and the switch for the fault."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.line_file = folder / "line"
        self._thread = PracticeThread(None)

    def prepare(self) -> None:
        """Set everything up, then let Playvox reject the key until a cycle has noticed it."""
        asyncio.run(self._prepare())

    def accept_keys(self) -> None:
        """Let Playvox accept the key again, as after a new one was made there."""
        asyncio.run(self._accept())

    def stop(self) -> None:
        """End the practice tenant."""
        self._thread.stop()

    async def _prepare(self) -> None:
        line = await self._thread.line()
        fields = line.model_dump(mode="json") | {"key": line.key.get_secret_value()}
        self.line_file.write_text(json.dumps(fields) + "\n", encoding="utf-8")
        assistant = Assistant(Services(self.data, self._thread.line))
        try:
            await self._set_up(assistant)
            control = PracticeControl(assistant.context.session.network, line.control)
            await control.run_cycle()
            await control.switch(FAULT, on=True)
            await control.run_cycle()
            while not (await assistant.context.facts.job.refresh())[0].in_quarantine:  # noqa: ASYNC110 - on a server
                await asyncio.sleep(0.2)
        finally:
            await assistant.close()

    async def _set_up(self, assistant: Assistant) -> None:
        await assistant.before.choose_practice()
        await assistant.before.sign_in()
        await assistant.key.use_practice_key()
        await assistant.key.save()
        await assistant.application.find()
        await assistant.application.add("Playvox")
        await assistant.people.refresh()
        people = await assistant.people.resolve(["ana@contoso.example", "zoe.laszcz@contoso.example"])
        await assistant.people.assign(list(people.values()))
        await assistant.connection.refresh()
        await assistant.connection.set_address("acme")
        await assistant.connection.save()
        await assistant.turn_on.refresh()
        await assistant.turn_on.start()

    async def _accept(self) -> None:
        assistant = Assistant(Services(self.data, self._thread.line))
        try:
            await assistant.before.choose_practice()
            line = await self._thread.line()
            await PracticeControl(assistant.context.session.network, line.control).switch(FAULT, on=False)
        finally:
            await assistant.close()
