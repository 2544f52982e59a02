"""`test`: whether Playvox works with an address and a key, and if not, why.

Reads from Playvox and changes nothing. Exit codes: 0 works, 1 works with warnings, 2 does not work,
3 wrong usage, 4 canceled, 5 a defect of this program.
"""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pydantic import SecretStr

from wizard import stopping
from wizard.cli import progress
from wizard.cli.output import print_json, print_problem, problem_json, say
from wizard.cli.session import assistant_for, practice_line
from wizard.cli.test_saved import agreed_to_permission, as_signing_in, declined, test_saved
from wizard.cli.typed import read_key_as_it_is
from wizard.connection import (
    ConnectionReport,
    ConnectionTest,
    MicrosoftAnswer,
    Target,
)
from wizard.connection.catalog import ConnectionExit
from wizard.connection.report_html import as_html
from wizard.connection.report_text import as_text
from wizard.connection.runner import Microsoft
from wizard.entra.schema import SynchronizationSchema
from wizard.environment import variable
from wizard.file_reasons import file_reason
from wizard.messages import _
from wizard.network.clients import Network
from wizard.network.named_settings import check_network_settings
from wizard.network.trust_files import check_trust_file
from wizard.notices import notice
from wizard.paths import data_folder
from wizard.playvox.address import parse_tenant_url
from wizard.playvox.key import clean_key
from wizard.problem import Problem, ProblemError
from wizard.setup import Profile, Profiles
from wizard.setup.files import write_chosen
from wizard.steps.base.connection_test.microsoft import ask_microsoft, permitted
from wizard.steps.base.connection_test.running import mapped_target, report_check
from wizard.steps.base.key_store import KeyStore
from wizard.steps.base.practice_sign_in import running_network
from wizard.steps.base.progress import doing
from wizard.steps.base.services import keyring_vault

_LONGEST_KEY = 1 << 20  # characters read from standard input
_PRACTICE_TENANT = "acme"


async def run(args: argparse.Namespace) -> int:
    """Run the test and print the report; see the module docstring for the exit codes."""
    profile = await _profile(args)
    if args.saved:
        if not args.entra or args.url or args.subdomain or args.key_stdin:
            raise args.wrong(Problem("usage.saved_alone"))
        return await shown(await test_saved(args, profile), args)
    address = args.url or args.subdomain or (profile.tenant_url if profile else "")
    address = address or _old_spelling(args)
    if not address and args.practice is None:
        raise args.wrong(Problem("usage.nothing_to_test"))
    async with AsyncExitStack() as stack:
        stack.enter_context(progress.on_stderr())
        line = await stack.enter_async_context(practice_line(args.practice))
        await asyncio.to_thread(check_network_settings)
        if args.ca_file is not None:
            await asyncio.to_thread(check_trust_file, args.ca_file, "--ca-file")
        network = Network(extra_ca=args.ca_file, allow_loopback=args.allow_loopback)
        key = await _key(args, profile)
        if line is not None:
            network = await running_network(line)
            address = address or _PRACTICE_TENANT
            key = key or line.key
        side = await stack.enter_async_context(_microsoft(args, address, key, network, profile))
        target = _target(args, address, key, profile, side.schema)
        return await _tested(ConnectionTest(target, network, report_check, side.ask), args)


def _old_spelling(args: argparse.Namespace) -> str:
    """`--tenant` as it was once meant here: the company's part of Playvox's address."""
    name: str = args.tenant
    if not name or name == os.environ.get(variable("--tenant")):
        return ""
    text = _("--tenant is the tenant of Entra in every other subcommand: write --subdomain {name}.")
    say(text.format(name=name))
    args.tenant = ""
    return name


def _target(
    args: argparse.Namespace,
    address: str,
    key: SecretStr | None,
    profile: Profile | None,
    schema: SynchronizationSchema | None,
) -> Target:
    """What is tested: as mapped in Entra now, as last seen there by the setup, or as the flags say."""
    target = mapped_target(address, key, schema)
    matching, groups = target.matching, target.group_mapping
    if schema is None and profile is not None:
        matching, groups = profile.matching or matching, profile.maps_groups
    return Target(
        address,
        key,
        matching=args.matching or matching,
        group_mapping=args.groups or groups,
        step_seconds=args.timeout,
        confirmed_hosts=frozenset((*args.send_key_to, *(profile.key_hosts if profile else ()))),
    )


async def _tested(test: ConnectionTest, args: argparse.Namespace) -> int:
    try:
        with doing(_("Testing the connection …")):
            report = await test.run()
    except asyncio.CancelledError:
        stopping.tell(_("Stopped."))
        report = test.report(cancelled=True)
    return await shown(report, args)


async def shown(report: ConnectionReport, args: argparse.Namespace) -> int:
    """Print and save the report as the flags say; its exit code, or 3 when it could not be saved."""
    unsaved = _save_page(report, args.html)
    if args.json:
        problem = unsaved or report.problem
        print_json({**report.to_json(), "problem": problem_json(problem) if problem else None})
    else:
        print(as_text(report), end="")
        if unsaved is not None:
            print_problem(unsaved, as_json=False)
    return report.exit if unsaved is None else ConnectionExit.USAGE


def _save_page(report: ConnectionReport, file: Path | None) -> Problem | None:
    """Save the report as a web page, where a file is named; the problem when that fails."""
    if file is None:
        return None
    try:
        write_chosen(file, as_html(report).encode())
    except OSError as error:
        return Problem("result_page_not_saved", {"file": str(file), "why": file_reason(error)})
    say(_("The report is saved in {file}.").format(file=file))
    return None


async def _profile(args: argparse.Namespace) -> Profile | None:
    if args.profile is None:
        return None
    folder = args.data_folder or data_folder()
    profiles = Profiles(folder / "profiles")
    wanted = args.profile.casefold()
    found = await asyncio.to_thread(profiles.look)
    for each in found.profiles:
        if wanted in (each.id, each.tenant_id.casefold(), each.tenant_name.casefold()):
            return each
    for problem in found.problems:  # it may be the one that was meant
        notice(problem)
    raise args.wrong(Problem("usage.no_profile", {"name": args.profile, "folder": str(folder)}))


async def _key(args: argparse.Namespace, profile: Profile | None) -> SecretStr | None:
    if args.key_stdin:
        return await read_key_as_it_is()
    if profile is None:
        return None
    store = KeyStore(lambda: keyring_vault(f"playvox-provisioning/{profile.id}"))
    await store.load()
    if store.unread:
        notice(store.missing)
    return store.key


@dataclass(frozen=True, slots=True)
class _MicrosoftSide:
    """The query to Microsoft's service and the mappings in Entra; None without `--entra`."""

    ask: Microsoft | None = None
    schema: SynchronizationSchema | None = None


@asynccontextmanager
async def _microsoft(
    args: argparse.Namespace,
    address: str,
    key: SecretStr | None,
    network: Network,
    profile: Profile | None,
) -> AsyncIterator[_MicrosoftSide]:
    """Microsoft's side, signed in according to the flags; nothing without `--entra`."""
    if not args.entra:
        yield _MicrosoftSide()
        return
    url = parse_tenant_url(address, allow_loopback=network.allow_loopback)
    cleaned = clean_key(key or "")
    if isinstance(url, Problem) or isinstance(cleaned, Problem):
        yield _MicrosoftSide()  # the report says what is wrong with them
        return
    async with assistant_for(as_signing_in(args, profile), cleaned.key) as assistant:
        await assistant.application.refresh()

        context = assistant.context
        ask: Microsoft = declined
        if await agreed_to_permission(context.session.test_consents()):
            ask = _noticed(await permitted(context, url, partial(ask_microsoft, context, url)))
        try:
            schema = await context.facts.schema.get()
        except ProblemError:
            schema = None  # Microsoft's own answer tells what is wrong there
        yield _MicrosoftSide(ask, schema)


def _noticed(ask: Microsoft) -> Microsoft:
    """The same query; that Microsoft's side was asked for and not tested is no success."""

    async def asked() -> MicrosoftAnswer:
        try:
            return await ask()
        except ProblemError as error:
            notice(error.problem)
            raise

    return asked
