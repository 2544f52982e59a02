"""`explain`: what an error text of Microsoft means, and what to do. Reads standard input, works offline."""

from __future__ import annotations

import argparse
import sys

from pydantic import BaseModel

from wizard.cli.exit_codes import ExitCode
from wizard.cli.output import print_json, print_problem, tell
from wizard.connection.pasted import LONGEST, Pasted, read_pasted
from wizard.messages import _, number
from wizard.problem import Problem
from wizard.threads import in_daemon_thread


class ExplainedError(BaseModel):
    """The answer with `--json`. `status` is the HTTP status Playvox sent to Microsoft, `code` Microsoft's
    innermost code, `url` the address Microsoft called, `detail` what Playvox's answer says; null or empty
    where the text does not tell.
    """

    cause: str | None
    status: int | None
    code: str
    what: str
    why: str
    do: list[str]
    url: str
    detail: str
    request_id: str


async def run(args: argparse.Namespace) -> int:
    """0: explained; 1: no Microsoft error was recognized; 3: there was no text."""
    if sys.stdin.isatty():
        end = _("Ctrl+Z and Enter") if sys.platform == "win32" else _("Ctrl+D")
        text = _("Paste the error text, then press {keys} on a line of its own.")
        tell(text.format(keys=end))
    pasted = await in_daemon_thread(sys.stdin.read, LONGEST + 1)
    if not pasted.strip():
        print_problem(Problem("command.nothing_to_explain"), as_json=args.json)
        return ExitCode.WRONG_USE
    if len(pasted) > LONGEST:
        text = _("Only the first {n} characters of the text were read.")
        tell(text.format(n=number(LONGEST)))
    found = read_pasted(pasted)
    answer = _answer(found)
    if args.json:
        print_json(answer.model_dump())
    else:
        _print(answer)
    return ExitCode.DONE if found.recognized else ExitCode.ATTENTION


def _answer(found: Pasted) -> ExplainedError:
    words = found.explanation
    return ExplainedError(
        cause=found.cause,
        status=found.status,
        code=found.code,
        what=words.what,
        why=words.why,
        do=list(words.do),
        url=found.url,
        detail=found.said or found.detail,
        request_id=found.request_id,
    )


def _print(answer: ExplainedError) -> None:
    print(answer.what)
    if answer.why:
        print(answer.why)
    for each in answer.do:
        print(f"  • {each}")
    facts = {
        _("Microsoft's code"): answer.code,
        _("HTTP status from Playvox"): str(answer.status or ""),
        _("Address that Microsoft called"): answer.url,
        _("Request id for Microsoft's support"): answer.request_id,
    }
    if any(facts.values()):
        print()
    for name, value in facts.items():
        if value:
            print(f"{name}: {value}")
