"""The flags of `key`."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from wizard.cli.arguments import add_agreeing, add_application, add_common, add_field_stdin
from wizard.messages import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare the actions `show`, `rotate`, `restore` and `reminder`."""
    parser.description = _("Show the age of the Playvox key in Entra, replace it, or make a reminder.")
    actions = parser.add_subparsers(
        title=_("actions"), metavar="ACTION", required=True, prog=parser.prog, dest="action"
    )
    show = actions.add_parser("show", help=_("show the age of the key, and who saved which key when"))
    show.description = _(
        "Show the age of the key in Entra, and which keys were saved from this computer, when, and by "
        "which account. Changes nothing."
    )
    _add_reading(show)
    rotate = actions.add_parser("rotate", help=_("replace the key while the old one still works"))
    rotate.description = _(
        "Replace the key in Entra. First create a second key in Playvox; delete the old one there only at "
        "the end. The new key is tested from this computer and by Microsoft's service before it is saved. "
        "If it fails afterwards, the old key is put back. An interrupted change goes on."
    )
    rotate.add_argument(
        "--person", default="", metavar="PERSON", help=_("provision this person, to verify the new key")
    )
    _add_reading(rotate)
    add_agreeing(
        rotate, _("read the new key from the first line of standard input; without it you are asked")
    )
    add_field_stdin(rotate)
    back = actions.add_parser("restore", help=_("put the old key back after an interrupted change"))
    back.description = _("Put the old key back into Entra and end an interrupted change of the key.")
    _add_reading(back)
    add_agreeing(back, _("read the old key from the first line of standard input"))
    reminder = actions.add_parser("reminder", help=_("save a calendar file for the next change"))
    reminder.description = _(
        "Save a calendar file (.ics) that reminds you to replace the key, with an alarm a week before."
    )
    reminder.add_argument("file", type=Path, metavar="FILE", help=_("the calendar file to write"))
    reminder.add_argument(
        "--on",
        type=_day,
        metavar="DAY",
        help=_("the day, such as 2027-11-30; default: a year after the key was saved"),
    )
    _add_reading(reminder)


def _add_reading(parser: argparse.ArgumentParser) -> None:
    add_common(parser)
    add_application(parser)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("It is not a day such as 2027-11-30.")) from None
