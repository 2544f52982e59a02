"""`drift`: whether the tenant still is as a configuration file says. Changes nothing."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from wizard.cli.apply import answer, read_key, show
from wizard.cli.common import (
    ExitCode,
    add_common,
    assistant_for,
    print_json,
    print_problem,
    with_proof,
)
from wizard.cli.config import read_config
from wizard.cli.setting_up import SettingUp
from wizard.messages import _
from wizard.problem import ProblemError


def add(subparsers: Any) -> None:
    """Declare the subcommand."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "drift", help=_("tell whether the tenant differs from a configuration file"), description=__doc__
    )
    add_common(parser)
    parser.add_argument("--config", type=Path, required=True, metavar="FILE", help=_("the TOML file"))
    parser.add_argument(
        "--key-stdin", action="store_true", help=_("compare with the key on standard input as well")
    )
    parser.set_defaults(run=run)


async def run(args: argparse.Namespace) -> int:
    """0: no difference; 1: differences; 2: a problem; 3: the file is wrong."""
    try:
        config = read_config(args.config)
    except ProblemError as error:
        print_problem(error.problem, as_json=args.json)
        return ExitCode.WRONG_USE
    key = await read_key() if args.key_stdin else None
    async with assistant_for(args, key, keep_answers=False) as assistant:
        setting_up = SettingUp(assistant, config)
        effect = await with_proof(assistant, lambda: setting_up.plan(test=False))
        effect += await setting_up.beyond()
    if args.json:
        print_json(answer(effect.changes, effect.warnings, applied=False))
    else:
        show(effect)
    return ExitCode.DONE if effect.empty else ExitCode.ATTENTION
