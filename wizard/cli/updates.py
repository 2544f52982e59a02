"""`updates`: whether a newer version is published, and the setting."""

from __future__ import annotations

import argparse
import asyncio
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import wizard
from wizard.cli.exit_codes import ExitCode
from wizard.cli.output import print_json
from wizard.cli.progress import on_stderr
from wizard.file_reasons import file_reason
from wizard.messages import _
from wizard.network.named_settings import check_network_settings
from wizard.paths import data_folder
from wizard.problem import Problem, ProblemError
from wizard.steps.base.progress import doing
from wizard.updates.channel import channel
from wizard.updates.checking import check, known, switch
from wizard.updates.words import sentence

if TYPE_CHECKING:
    from wizard.updates.checking import Updates


async def run(args: argparse.Namespace) -> int:
    """0: nothing newer, or not checked; 1: a newer version is published; 2: it could not be checked."""
    folder = args.data_folder or data_folder()
    try:
        if args.check:
            await asyncio.to_thread(check_network_settings)
            place = channel()
            host = urlsplit(place.address).netloc if place is not None else ""
            asking = _("Asking {host} for the newest version …").format(host=host) if host else ""
            with on_stderr(), doing(asking):
                found = await check(folder)
        elif args.on or args.off:
            found = switch(folder, on=args.on)
        else:
            found = known(folder)
    except OSError as error:
        facts = {"folder": str(folder), "why": file_reason(error)}
        raise ProblemError(Problem("update_not_kept", facts)) from error
    if args.json:
        print_json(_as_json(found))
    else:
        print(sentence(found))
    return ExitCode.ATTENTION if found.state == "newer" else ExitCode.DONE


def _as_json(found: Updates) -> dict[str, Any]:
    newest = found.newest
    return {
        "installed": wizard.__version__,
        "state": found.state,
        "reason": found.why or None,
        "on": found.on,
        "checked": found.checked.isoformat() if found.checked else None,
        "newest": None
        if newest is None
        else {"version": newest.version, "date": newest.date.isoformat(), "notes": newest.notes},
    }
