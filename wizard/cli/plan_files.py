"""Saved plans on this computer: those of every setup, and the one that a subcommand names."""

from __future__ import annotations

import argparse
from contextlib import closing
from dataclasses import asdict
from datetime import UTC
from pathlib import Path
from typing import Any

from wizard.cli.journals import setups
from wizard.cli.output import print_json, say
from wizard.cli.table import print_table
from wizard.messages import _
from wizard.messages.plan import action_name
from wizard.messages.times import moment
from wizard.notices import notice
from wizard.paths import data_folder
from wizard.plan.document import PlanDocument, document_header, document_rows, read_document
from wizard.plan.saved import SavedPlan, SavedPlans
from wizard.problem import Problem, ProblemError
from wizard.steps.base.planning import saved_plans_of, setups_with_plans


def named_plan(args: argparse.Namespace, file: Path) -> PlanDocument:
    """The plan in this file or, when there is no such file, the plan saved with a setup under this id.

    Raises `plan_file_unreadable`, or `plan_unreadable` for a saved plan whose file is damaged.
    """
    name = str(file)
    if not file.exists() and name.isalnum():
        for _setup, saved, plan in _all(args):
            if plan.id == name:
                with closing(saved.open(name)) as opened:
                    return PlanDocument(document_header(opened.header), tuple(document_rows(opened)))
    return read_document(file)


def show_saved_plans(args: argparse.Namespace) -> None:
    """Print the saved plans of every setup, newest first; those that cannot be read come last."""
    found = []
    for setup, saved, plan in _all(args):
        found.append((setup, plan))
        if plan.header is None:
            notice(Problem("plan_unreadable", {"file": str(saved.path_of(plan.id))}))
    found.sort(key=lambda each: -each[1].header.computed.timestamp() if each[1].header else 0.0)
    if args.json:
        print_json({"plans": [_as_json(setup, plan) for setup, plan in found]})
        return
    if not found:
        say(_("No plan is saved with a setup. “apply” and the window save them."))
    actions = [action_name(each) for each in ("create", "update", "deactivate", "unknown")]
    headings = (_("Id"), _("Computed"), _("Application"), *actions, _("By"))
    print_table(headings, [_cells(plan) for _setup, plan in found])


def _all(args: argparse.Namespace) -> list[tuple[str, SavedPlans, SavedPlan]]:
    """Setup, store and plan, also where the profile is gone; a folder that cannot be read is noticed."""
    found = []
    root = args.data_folder or data_folder()
    names = setups(args)
    try:
        if args.practice is None:
            names += [name for name in setups_with_plans(root) if name not in names]
    except ProblemError as error:
        notice(error.problem)
    for setup in names:
        saved = saved_plans_of(root, setup)
        try:
            found += [(setup, saved, plan) for plan in saved.all()]
        except ProblemError as error:
            notice(error.problem)
    return found


def _as_json(setup: str, plan: SavedPlan) -> dict[str, Any]:
    """One plan; null where its file cannot be read."""
    header = plan.header
    if header is None:
        members = ("time", "tenant", "account", "application", "job", "scope", "counts", "threshold")
        return {"setup": setup, "id": plan.id, **dict.fromkeys((*members, "held_back"))}
    return {
        "setup": setup,
        "id": plan.id,
        "time": header.computed.astimezone(UTC).isoformat(),
        "tenant": header.tenant_id,
        "account": header.account,
        "application": {"id": header.application_id, "name": header.application_name},
        "job": header.job_id,
        "scope": header.scope,
        "counts": asdict(header.counts),
        "threshold": header.threshold,
        "held_back": header.held_back,
    }


def _cells(plan: SavedPlan) -> tuple[str, ...]:
    header = plan.header
    if header is None:
        return (plan.id, _("This file cannot be read."), *[""] * 6)
    counts = header.counts
    numbers = (counts.create, counts.update, counts.deactivate, counts.unknown)
    return (
        plan.id,
        moment(header.computed),
        header.application_name or header.application_id,
        *map(str, numbers),
        header.account,
    )
