"""`practice people`, `change` and `cycle`: what somebody does in Entra, in a practice tenant that runs."""

from __future__ import annotations

import argparse
from typing import Any

from wizard.cli.exit_codes import ExitCode
from wizard.cli.output import print_json
from wizard.cli.session import read_line
from wizard.cli.table import print_table
from wizard.messages import _, pgettext
from wizard.problem import Problem
from wizard.steps.base.practice_control import PracticeControl, PracticePerson
from wizard.steps.base.practice_sign_in import running_network

_NAMES = ("given_name", "surname", "display_name", "user_name")
_MOVES = ("department", "join", "leave")


async def run_action(args: argparse.Namespace) -> int:
    """Run one action. Raises ProblemError when the tenant does not run, or refuses."""
    action, values = _change(args) if args.action == "change" else ("", {})
    line = read_line(args.practice)
    control = PracticeControl(await running_network(line), line.control)
    if args.action == "cycle":
        jobs = await control.run_cycle()
        if args.json:
            print_json({"ran": jobs})
        else:
            print(_("A cycle was run.") if jobs else _("No cycle was run: provisioning is off."))
        return ExitCode.DONE if jobs else ExitCode.ATTENTION
    if args.action == "people":
        _show(await control.people(args.text), as_json=args.json)
        return ExitCode.DONE
    person = await control.change_person(args.person, action, **values)
    if args.json:
        print_json({"action": action, "person": person.model_dump(mode="json")})
    else:
        _print([person])
    return ExitCode.DONE


def _change(args: argparse.Namespace) -> tuple[str, dict[str, Any]]:
    """The one action that the flags mean, and its values. Raises WrongUseError."""
    names = {name: getattr(args, name) for name in _NAMES if getattr(args, name)}
    moves = {name: getattr(args, name) for name in _MOVES if getattr(args, name)}
    wanted: list[tuple[str, dict[str, Any]]] = [(args.state, {})] if args.state else []
    wanted += [(action, values) for action, values in (("rename", names), ("move", moves)) if values]
    if len(wanted) != 1:
        raise args.wrong(Problem("usage.one_change"))
    return wanted[0]


def _show(people: tuple[PracticePerson, ...], *, as_json: bool) -> None:
    if as_json:
        print_json({"people": [each.model_dump(mode="json") for each in people]})
    elif people:
        _print(people)
    else:
        print(_("Nobody was found."))


def _print(people: tuple[PracticePerson, ...] | list[PracticePerson]) -> None:
    print_table(
        (_("Name"), _("Sign-in name"), _("Department"), _("State"), _("Groups")),
        [
            (each.name, each.user_name, each.department, _state(each), ", ".join(each.groups))
            for each in people
        ],
    )


def _state(person: PracticePerson) -> str:
    if person.deleted:
        return pgettext("person", "deleted")
    return pgettext("person", "enabled") if person.enabled else pgettext("person", "disabled")
