"""The flags of `test`."""

from __future__ import annotations

import argparse
import ssl
from pathlib import Path

from wizard.cli.arguments import add_common, add_key_sending
from wizard.mapping.paths import parse_path
from wizard.messages import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.description = _(
        "Test whether Playvox can be reached with an address and a key, and if not, why. Changes nothing."
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--subdomain", metavar="NAME", help=_("your company's part of the Playvox address"))
    where.add_argument("--url", metavar="URL", help=_("the whole Tenant URL"))
    key = parser.add_mutually_exclusive_group()
    key.add_argument("--key-stdin", action="store_true", help=_("read the key from standard input"))
    key.add_argument("--profile", metavar="NAME", help=_("take key and address from this setup"))
    add_key_sending(parser)
    parser.add_argument("--entra", action="store_true", help=_("test from Microsoft's side too; signs in"))
    parser.add_argument(
        "--saved",
        action="store_true",
        help=_("with --entra: test what Entra has saved; needs no address and no key"),
    )
    parser.add_argument("--html", type=Path, metavar="FILE", help=_("save the report as a web page"))
    parser.add_argument(
        "--timeout", type=_seconds, default=30.0, metavar="S", help=_("seconds for each step; default 30")
    )
    parser.add_argument(
        "--matching",
        metavar="ATTRIBUTE",
        type=_attribute,
        help=_("search by this attribute of Playvox, as Entra does; default: as mapped, or userName"),
    )
    parser.add_argument("--groups", action="store_true", help=_("groups are mapped too"))
    lab = parser.add_argument_group(_("laboratories"))
    lab.add_argument("--ca-file", type=_authority, metavar="FILE", help=_("trust this authority too (PEM)"))
    lab.add_argument(
        "--allow-loopback",
        action="store_true",
        help=_("permit addresses of this computer and, there only, plain http"),
    )
    add_common(parser)


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("It is not a number.")) from None
    if not 0 < value <= 600:
        raise argparse.ArgumentTypeError(_("It must be between 0 and 600 seconds."))
    return value


def _attribute(text: str) -> str:
    if not text.strip() or parse_path(text).plain:
        raise argparse.ArgumentTypeError(_("It is not an attribute of an account, such as userName."))
    return text.strip()


def _authority(text: str) -> Path:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=text)
    except (OSError, ssl.SSLError, ValueError):
        raise argparse.ArgumentTypeError(_("It cannot be read as certificates in PEM form.")) from None
    return Path(text)
