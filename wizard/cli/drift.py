"""`drift`: whether the tenant still matches a configuration file. Changes nothing."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from wizard.cli.apply import answer, show
from wizard.cli.apply_report import apply_target
from wizard.cli.config_file import config_of, print_mistakes
from wizard.cli.exit_codes import ExitCode
from wizard.cli.output import print_json
from wizard.cli.session import assistant_for, with_proof
from wizard.cli.setting_up import SettingUp
from wizard.cli.typed import read_key
from wizard.problem import ProblemError


async def run(args: argparse.Namespace) -> int:
    """0: no difference; 1: differences; 2: a problem; 3: the file is wrong."""
    try:
        config = config_of(args)
    except ProblemError as error:
        print_mistakes(error, as_json=args.json)
        return ExitCode.WRONG_USE
    key = await read_key() if args.key_stdin else None
    async with assistant_for(args, key, keep_answers=False) as assistant:
        setting_up = SettingUp(assistant, config, key_stated=args.key_stdin)
        effect = await with_proof(assistant, lambda: setting_up.plan(test=False))
        effect += await setting_up.beyond()
    if args.json:
        target = asdict(apply_target(assistant, setting_up.application_name))
        print_json({**answer(effect.changes, effect.warnings, applied=False), "target": target})
    else:
        show(effect)
    return ExitCode.DONE if effect.empty else ExitCode.ATTENTION
