"""The flags of `logs`."""

from __future__ import annotations

import argparse
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from wizard.cli.arguments import add_application, add_common
from wizard.cli.flags.provision import person_name
from wizard.messages import _

RESULTS = ("success", "failure", "skipped", "warning")
ACTIONS = ("create", "update", "disable", "delete", "stageddelete", "other")
FORMATS = ("table", "jsonl", "csv", "json", "xlsx")
_AGO = re.compile(r"([0-9]{1,5})([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.description = _(
        "Show the provisioning log, newest first. What Entra has is read into a file on this computer; "
        "entries are printed as they come. Changes nothing in Entra or Playvox."
    )
    parser.add_argument(
        "--result", action="append", choices=RESULTS, help=_("only this result; may be repeated")
    )
    parser.add_argument(
        "--action",
        action="append",
        dest="actions",
        choices=ACTIONS,
        help=_("only this action; may be repeated"),
    )
    parser.add_argument(
        "--person",
        type=person_name,
        metavar="PERSON",
        help=_("only this person: sign-in name or object id"),
    )
    parser.add_argument(
        "--since",
        type=moment,
        metavar="TIME",
        help=_("only since then: 2026-11-01, 2026-11-01T08:30, or 30m, 24h, 7d before now"),
    )
    parser.add_argument("--limit", type=_limit, metavar="N", help=_("at most this many entries"))
    parser.add_argument(
        "--failures-first",
        action="store_true",
        help=_("failures before all others; reads everything first"),
    )
    parser.add_argument(
        "--format",
        choices=FORMATS,
        help=_("format of the entries; default: table, or what the name of the file tells"),
    )
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help=_("save the entries in this file: CSV, JSON or Excel")
    )
    parser.add_argument(
        "--refresh", action="store_true", help=_("read what is new in Entra first; this is the default")
    )
    parser.add_argument(
        "--offline", action="store_true", help=_("show only what is on this computer, without signing in")
    )
    parser.add_argument(
        "--keep",
        type=_days,
        metavar="DAYS",
        help=_(
            "keep entries on this computer for this many days from now on, 30 or more, or “all”; "
            "default: 30, as long as Entra does"
        ),
    )
    add_common(parser)
    add_application(parser)


def moment(text: str) -> datetime:
    """A time as typed, with a time zone: this computer's where none is given."""
    ago = _AGO.fullmatch(text)
    if ago is not None:
        return datetime.now(UTC) - timedelta(**{_UNITS[ago.group(2)]: int(ago.group(1))})
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError, OSError):
        message = _("It is not a time such as 2026-11-01, 2026-11-01T08:30, 24h or 7d.")
        raise argparse.ArgumentTypeError(message) from None


def _days(text: str) -> int:
    if text == "all":
        return 0
    if not (text.isascii() and text.isdigit() and 30 <= int(text[:6]) <= 36_500):
        raise argparse.ArgumentTypeError(_("It is not “all” or a number of days, 30 or more."))
    return int(text)


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text[:10]) <= 10**9):
        raise argparse.ArgumentTypeError(_("It is not a number of entries."))
    return int(text)
