"""Step 1, Before you begin: practice or real, sign in, and what has to be true first."""

from __future__ import annotations

from typing import ClassVar

from wizard.steps.step import Status, Step, StepState, commits, reads
from wizard.steps.views.before import BeforeView
from wizard.words import _


class BeforeStep(Step[BeforeView]):
    """Where to work, as whom, and whether everything needed is there."""

    id: ClassVar[str] = "before"

    @property
    def title(self) -> str:
        """The step's name."""
        return _("Before you begin")

    async def choose_practice(self) -> None:
        """Rehearse on the practice tenant: starts it, signs out of any real tenant in this window."""
        raise NotImplementedError

    async def choose_real(self, *, cloud: str = "global", client_id: str = "", tenant: str = "") -> None:
        """Work on the organisation's tenant.

        `cloud` is one of `view.clouds`, an empty `client_id` means `view.default_client_id`, an empty
        `tenant` lets the account decide. Raises `ProblemError` with `field` set for what does not parse.
        """
        raise NotImplementedError

    async def sign_in(self) -> None:
        """Sign in with the system browser (practice answers itself), then run the pre-flight checks.

        `cancel()` gives up waiting for the browser.
        """
        raise NotImplementedError

    async def sign_in_with_code(self) -> None:
        """Sign in by typing a code elsewhere; `view.device_code` shows it while this waits."""
        raise NotImplementedError

    async def sign_out(self) -> None:
        """Forget the account's tokens, in memory and in the keyring."""
        raise NotImplementedError

    async def run_checks(self) -> None:
        """Look at role, licence, consent and the rest again."""
        raise NotImplementedError

    async def answer(self, finding_id: str, answer: bool | None) -> None:
        """Keep the administrator's answer to a question of the list."""
        raise NotImplementedError
