"""The flags of the window: the program without a subcommand."""

from __future__ import annotations

from pathlib import Path

from wizard.environment import take_environment
from wizard.messages import _
from wizard.usage import PROGRAM, Parser


def window_parser() -> Parser:
    """The parser of the window's flags."""
    parser = Parser(prog=PROGRAM, description=_("Open the setup assistant."))
    parser.add_argument(
        "--practice",
        nargs="?",
        const="",
        metavar="FILE",
        help=_("open on the practice tenant; FILE holds the line of a running `practice serve`"),
    )
    parser.add_argument(
        "--tour", type=Path, metavar="DIR", help=_("show every page in turn and save pictures in DIR")
    )
    parser.add_argument("--data-folder", type=Path, metavar="DIR", help=_("where setups are kept"))
    parser.add_argument(
        "--background",
        action="store_true",
        help=_("start without a window where an icon in the notification area was switched on"),
    )
    about = _("en, es or pt-BR; default: the system's language")
    parser.add_argument("--language", metavar="L", help=about)
    take_environment(parser)
    return parser
