"""`report`: a report on the setup and its health, for people and for files. Changes nothing."""

from __future__ import annotations

import argparse

from wizard.cli.exit_codes import ExitCode
from wizard.cli.output import json_text, print_json, say
from wizard.cli.session import assistant_for
from wizard.cli.typed import read_key
from wizard.messages import _
from wizard.problem import Problem
from wizard.steps.reporting import report_as_html, save_report, set_up_report
from wizard.usage import WrongUseError

_HTML, _JSON = (".html", ".htm"), (".json",)


async def run(args: argparse.Namespace) -> int:
    """0: the report is saved or printed; 1: so it is, but nothing could be read; 2: a problem."""
    file = args.output
    if file is None and not args.json:
        raise WrongUseError(Problem("usage.report_output", {"flag": "--output"}))
    if file is not None and file.suffix.casefold() not in (*_HTML, *_JSON):
        raise WrongUseError(Problem("usage.report_format", {"file": str(file)}))
    key = await read_key() if args.key_stdin else None
    async with assistant_for(args, key, keep_answers=False) as assistant:
        await assistant.fill()
        content = await set_up_report(assistant, names=args.names)
    if file is not None:
        page = report_as_html(content) if file.suffix.casefold() in _HTML else json_text(content) + "\n"
        await save_report(page, file)
        say(_("Saved as {file}.").format(file=file))
    if args.json:
        print_json(content)
    elif file is not None:
        print(content["summary"])
    unread = any(issue["broken"] and issue["code"] == "unreadable" for issue in content["issues"])
    return ExitCode.ATTENTION if unread else ExitCode.DONE
