"""`check`: whether a configuration file is right. Connects to nothing."""

from __future__ import annotations

import argparse

from wizard.cli.config.mistakes import ConfigMistakesError
from wizard.cli.config_file import config_of, mistakes_json, print_mistakes
from wizard.cli.exit_codes import ExitCode
from wizard.cli.output import print_json
from wizard.messages import _


async def run(args: argparse.Namespace) -> int:
    """0: the file is right; 3: it is not."""
    try:
        config_of(args)
    except ConfigMistakesError as error:
        if args.json:
            print_json({"valid": False, **mistakes_json(error)})
        else:
            print_mistakes(error, as_json=False)
        return ExitCode.WRONG_USE
    if args.json:
        print_json({"valid": True, "problem": None, "problems": [], "mistakes": 0})
    else:
        print(_("{file} is right.").format(file=args.config))
    return ExitCode.DONE
