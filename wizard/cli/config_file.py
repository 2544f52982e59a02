"""The configuration file of a subcommand: read, and its mistakes printed the same way everywhere."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from wizard.cli.config import Config, ConfigMistakesError, read_config
from wizard.cli.output import print_json, print_problem, problem_json
from wizard.messages import ngettext
from wizard.problem import ProblemError


def config_of(args: argparse.Namespace) -> Config:
    """The file of `--config`; its `[entra]` counts where the flags name neither tenant nor cloud.

    Raises `ConfigMistakesError`.
    """
    config = read_config(args.config)
    args.tenant = args.tenant or config.entra.tenant or ""
    args.cloud = args.cloud or config.entra.cloud or ""
    return config


def print_mistakes(error: ProblemError, *, as_json: bool) -> None:
    """Every mistake, as JSON on standard output or as text on standard error; other problems as usual."""
    if not isinstance(error, ConfigMistakesError):
        print_problem(error.problem, as_json=as_json)
        return
    if as_json:
        print_json(mistakes_json(error))
        return
    for problem in error.problems:
        print_problem(problem, as_json=False)
    number = len(error.problems)
    if number > 1:
        text = ngettext("{n} mistake; nothing was done.", "{n} mistakes; nothing was done.", number)
        print(text.format(n=number), file=sys.stderr)


def mistakes_json(error: ConfigMistakesError) -> dict[str, Any]:
    """`problem` is the first mistake, `problems` are all of them with their places."""
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
    return {"problem": problem_json(error.problem), "problems": rows}
