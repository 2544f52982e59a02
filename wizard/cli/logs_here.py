"""The provisioning logs that are kept on this computer, without signing in."""

from __future__ import annotations

import argparse
from pathlib import Path

from wizard.notices import notice
from wizard.paths import data_folder
from wizard.problem import Problem, ProblemError
from wizard.setup import Profile, Profiles
from wizard.setup.log_files import log_file, log_files


def kept_log(args: argparse.Namespace) -> Path:
    """The log of the setup that the flags name, else of the one used last; raises `log_not_here`.

    Of several applications it is the one of `--application ID`, else the chosen one, else that read last.
    """
    folder = args.data_folder or data_folder()
    found = Profiles(folder / "profiles").look()
    for problem in found.problems:
        notice(problem)
    for profile in found.profiles:
        if _fits(profile, args) and (file := _file(folder, profile, args.application)) is not None:
            return file
    raise ProblemError(Problem("log_not_here"))


def _fits(profile: Profile, args: argparse.Namespace) -> bool:
    return (
        profile.practice is (args.practice is not None)
        and (not args.tenant or args.tenant.casefold() == profile.tenant_id.casefold())
        and (not args.cloud or args.cloud == profile.cloud)
        and (not args.account or args.account.casefold() == profile.account.casefold())
    )


def _file(folder: Path, profile: Profile, application: str) -> Path | None:
    files = log_files(folder, profile.id)
    wanted = application or profile.application_id
    if wanted and (named := log_file(folder, profile.id, wanted)) in files:
        return named
    return None if application or not files else files[0]
