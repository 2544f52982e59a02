"""Microsoft's side of `test`: signing in, the permission, and the test of what Entra has saved."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn

from wizard.cli.output import tell
from wizard.cli.session import assistant_for, with_proof
from wizard.cli.typed import says_yes
from wizard.connection import ConnectionReport
from wizard.messages import _
from wizard.problem import Problem, ProblemError
from wizard.setup import Profile
from wizard.steps.base.change_preview import ScopeNeed


def as_signing_in(args: argparse.Namespace, profile: Profile | None) -> argparse.Namespace:
    """The flags for signing in; without them the setup of `--profile`, or the last one used."""
    tenant, cloud = (profile.tenant_id, profile.cloud) if profile is not None else ("", "")
    more = {"tenant": args.tenant or tenant, "cloud": args.cloud or cloud}
    return argparse.Namespace(**{**vars(args), **more})


async def test_saved(args: argparse.Namespace, profile: Profile | None) -> ConnectionReport:
    """The report about the saved address and key; raises `permission_declined` and other problems."""
    async with assistant_for(as_signing_in(args, profile)) as assistant:
        await assistant.application.refresh()
        needs = assistant.context.session.test_consents()
        if not await agreed_to_permission(needs):
            await declined()
        await with_proof(assistant, assistant.connection.test_saved)
        report = assistant.connection.report
        assert report is not None
        return report


async def declined() -> NoReturn:
    """What is asked instead of Microsoft when the person declined the permission."""
    raise ProblemError(Problem("permission_declined"))


def announce_permission(needs: Sequence[ScopeNeed]) -> None:
    """Say on standard error which permissions the browser will ask for, and why."""
    for need in needs:
        text = _("Microsoft's side of the test needs another permission: {names}")
        tell(text.format(names=need.scope))
        tell(f"  {need.why}")


async def agreed_to_permission(needs: Sequence[ScopeNeed]) -> bool:
    """Announce the permissions; on a terminal the person may decline, elsewhere on Microsoft's page."""
    announce_permission(needs)
    if not needs or not sys.stdin.isatty():
        return True
    return await says_yes(_("Ask for it now? Type yes: "))
