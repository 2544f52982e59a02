"""The assistant, signed in according to the flags."""

from __future__ import annotations

import argparse
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TypeVar

from pydantic import SecretStr, ValidationError

from wizard.cli import progress
from wizard.cli.arguments import IN_PROCESS
from wizard.cli.output import tell
from wizard.cli.unattended import credential, is_unattended
from wizard.file_reasons import file_reason
from wizard.messages import _
from wizard.notices import notice
from wizard.own_files import read_given
from wizard.paths import data_folder
from wizard.problem import MoreProofError, Problem, ProblemError
from wizard.security import redactor
from wizard.steps.assistant import Assistant
from wizard.steps.base.practice_line import PracticeLine
from wizard.steps.base.progress import doing
from wizard.steps.base.services import Services
from wizard.usage import WrongUseError

T = TypeVar("T")
_LONGEST_LINE = 100_000
_may_open: ContextVar[bool] = ContextVar("may_open", default=True)
"""Whether a browser may be opened for a sign-in: not with `--json`, unless a flag asks for it."""


@asynccontextmanager
async def practice_line(practice: Path | None) -> AsyncIterator[PracticeLine | None]:
    """The practice tenant for `--practice`, running at least as long as the context."""
    if practice is None:
        yield None
        return
    if practice != IN_PROCESS:
        yield read_line(practice)
        return
    # Practice needs a web server and a generated directory: loaded only when requested.
    from wizard import practice as tenant

    async with AsyncExitStack() as stack:
        with doing(_("Starting the practice tenant …")):
            running = await stack.enter_async_context(tenant.start())
        yield PracticeLine.model_validate(running.line, from_attributes=True)


def read_line(file: Path) -> PracticeLine:
    """The line of a running practice tenant; raises `practice_line_unreadable`."""
    try:
        text = read_given(file, _LONGEST_LINE).decode("utf-8-sig").strip().splitlines()
        line = PracticeLine.model_validate_json(text[0] if text else "")
    except (OSError, UnicodeDecodeError) as error:
        facts = {"file": str(file), "why": file_reason(error)}
        raise ProblemError(Problem("practice_line_unreadable", facts)) from error
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        names = ".".join(str(each) for each in first["loc"])
        if not names:
            why = _("Its first line is not a JSON object.")
        elif first["type"] == "missing":
            why = _("It lacks {name}.").format(name=names)
        else:
            why = _("Its member {name} is none of a practice tenant on this computer.").format(name=names)
        facts = {"file": str(file), "why": why}
        raise ProblemError(Problem("practice_line_unreadable", facts)) from None
    for key in (line.key, line.next_key):
        redactor.remember(key)
    return line


@asynccontextmanager
async def assistant_for(
    args: argparse.Namespace,
    key: SecretStr | None = None,
    *,
    interactive: bool = True,
    keep_answers: bool = True,
) -> AsyncIterator[Assistant]:
    """An assistant signed in according to the flags; closed at the end.

    `key` is used for this run only; in practice, without one, the practice tenant's own is used. With
    `interactive` False it raises `sign_in_first` instead of asking for a sign-in. With `keep_answers`
    False the answers given to the steps are not written to the profile.
    """
    async with AsyncExitStack() as stack:
        stack.enter_context(progress.on_stderr())
        as_app = is_unattended(args)
        asked = not args.json or args.sign_in or args.device_code
        _may_open.set(not as_app and (asked or args.practice is not None))
        line = await stack.enter_async_context(practice_line(args.practice))

        async def launch() -> PracticeLine:
            assert line is not None  # used with --practice only
            return line

        folder = args.data_folder or data_folder()
        assistant = Assistant(Services(folder, launch, keep_answers=keep_answers))
        stack.push_async_callback(assistant.close)
        assistant.context.session.address_sinks.append(_tell_address)
        if as_app:
            await _sign_in_as_app(assistant, args)
        elif line is not None:
            await assistant.before.choose_practice()
            await assistant.before.sign_in()
        else:
            await _sign_in(assistant, args, interactive=interactive)
        if key is not None:
            await assistant.key.use_for_session(key)
        elif line is not None:
            await assistant.key.use_for_session(line.key)
        if getattr(args, "job", ""):
            await assistant.context.choose_job(args.job, required=True)
        for host in getattr(args, "send_key_to", ()):
            await assistant.context.confirm_host(host)
        yield assistant


def _tell_address(address: str) -> None:
    if address:
        tell(_("Sign in with the browser that opens now."))
        tell(_("If no browser opens, open this address in a browser on this computer:"))
        tell(address)


async def with_proof(assistant: Assistant, work: Callable[[], Awaitable[T]]) -> T:
    """The result of `work`, repeated after another sign-in when Entra requires more proof.

    Entra refuses before anything happens, so repeating is safe.
    """
    try:
        return await work()
    except MoreProofError:
        pass
    if not _may_open.get():
        raise ProblemError(Problem("sign_in_unasked"))
    tell(_("Your organization wants more proof. Sign in again."))
    await assistant.before.sign_in_again()
    return await work()


async def _sign_in_as_app(assistant: Assistant, args: argparse.Namespace) -> None:
    if args.practice is not None:
        await assistant.before.choose_practice()
    else:
        try:
            await assistant.before.choose_real(cloud=args.cloud or "global", tenant=args.tenant)
        except ProblemError as error:
            raise WrongUseError(error.problem) from None  # a flag that cannot be
    await assistant.before.sign_in_as_app(args.client_id, await credential(args))


async def _sign_in(assistant: Assistant, args: argparse.Namespace, *, interactive: bool) -> None:
    found = assistant.context.store.profiles.look()
    profile = next(
        (
            each
            for each in found.profiles
            if not each.practice
            and (not args.tenant or args.tenant.casefold() == each.tenant_id.casefold())
            and (not args.cloud or args.cloud == each.cloud)
            and (not args.account or args.account.casefold() == each.account.casefold())
        ),
        None,
    )
    if profile is None or not args.tenant:  # one of these may be what was meant
        for problem in found.problems:
            notice(problem)
    if profile is not None and await assistant.before.resume(profile):
        return
    if not interactive:
        raise ProblemError(Problem("sign_in_first"))
    tenant = args.tenant or (profile.tenant_id if profile else "")
    client_id = args.client_id or (profile.client_id if profile else "")
    cloud = args.cloud or (profile.cloud if profile else "global")
    try:
        await assistant.before.choose_real(cloud=cloud, client_id=client_id, tenant=tenant)
    except ProblemError as error:
        if error.problem.field is None:
            raise
        raise WrongUseError(error.problem) from None  # a flag that cannot be
    if not _may_open.get():
        raise ProblemError(Problem("sign_in_unasked"))
    if not args.device_code:
        await assistant.before.sign_in()
        return
    shown: set[str] = set()

    def show(_step: str) -> None:
        code = assistant.before.view.device_code
        if code is not None and code.code not in shown:
            shown.add(code.code)
            text = _("Open {address} and type the code {code}.")
            tell(text.format(address=code.address, code=code.code))

    stop = assistant.subscribe(show)
    try:
        await assistant.before.sign_in_with_code()
    finally:
        stop()
