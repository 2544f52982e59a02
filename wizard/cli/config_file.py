"""The configuration file of a subcommand: read, and its mistakes printed the same way everywhere."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from wizard.cli.arguments import CONFIG_FILE
from wizard.cli.config import Config, ConfigMistakesError, read_config
from wizard.cli.output import print_json, print_problem, problem_json, say, tell
from wizard.messages import _, ngettext
from wizard.problem import Problem, ProblemError
from wizard.usage import WrongUseError


def config_of(args: argparse.Namespace) -> Config:
    """The file of `--config`; its `[entra]` counts where the flags name neither tenant nor cloud.

    Raises `ConfigMistakesError`, and `WrongUseError` when no file is named and the working folder has none.
    """
    if args.config is None:
        raise args.wrong(Problem("usage.no_config", {"name": CONFIG_FILE}, field="config"))
    if args.config == Path(CONFIG_FILE):
        say(_("The configuration file is {file}.").format(file=args.config.absolute()))
    config = read_config(args.config)
    args.tenant = getattr(args, "tenant", "") or config.entra.tenant or ""
    args.cloud = getattr(args, "cloud", "") or config.entra.cloud or ""
    return config


def print_mistakes(error: ProblemError, *, as_json: bool) -> None:
    """Every mistake, as JSON on standard output or as text on standard error; other problems as usual."""
    if isinstance(error, WrongUseError):
        raise error  # the command line itself is wrong, not the file
    if not isinstance(error, ConfigMistakesError):
        print_problem(error.problem, as_json=as_json)
        return
    if as_json:
        print_json(mistakes_json(error))
        return
    for problem in error.problems:
        print_problem(problem, as_json=False)
    number = error.number
    if number > len(error.problems):
        text = ngettext(
            "{n} mistake, of which the first {shown} are listed; nothing was done.",
            "{n} mistakes, of which the first {shown} are listed; nothing was done.",
            number,
        )
        tell(text.format(n=number, shown=len(error.problems)))
    elif number > 1:
        text = ngettext("{n} mistake; nothing was done.", "{n} mistakes; nothing was done.", number)
        tell(text.format(n=number))


def mistakes_json(error: ConfigMistakesError) -> dict[str, Any]:
    """`problem` is the first mistake, `problems` the first ones with places, `mistakes` their number."""
    rows = []
    for problem in error.problems:
        facts = problem.facts
        line, column = facts.get("line", ""), facts.get("column", "")
        place = {
            "file": facts.get("file", ""),
            "line": int(line) if line else None,
            "column": int(column) if column else None,
            "cause": facts.get("cause", facts.get("why", "")),
            "near": facts.get("near", "") or None,
        }
        rows.append({**problem_json(problem), **place})
    return {"problem": problem_json(error.problem), "problems": rows, "mistakes": error.number}
