"""Flags that several subcommands share."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from wizard.messages import _
from wizard.usage import Parser

PLAN_FORMATS = ("jsonl", "csv", "xlsx")
"""Formats of saved plans: `wizard.plan.document.FORMATS`, which takes long to load."""
CONFIG_FILE = "playvox-provisioning.toml"
"""The configuration file that is used from the working folder when none is named."""
IN_PROCESS = Path("-")
"""The value of `--practice` without a file: start a practice tenant here."""


def add_common(parser: argparse.ArgumentParser) -> None:
    """The flags of every subcommand that reads a tenant."""
    add_practice(parser)
    parser.add_argument(
        "--data-folder", type=Path, metavar="DIR", help=_("where profiles and the journal are kept")
    )
    add_job(parser)
    real = parser.add_argument_group(_("real tenant"))
    real.add_argument(
        "--tenant", default="", metavar="ID", help=_("tenant id or domain; default: the last one")
    )
    real.add_argument("--cloud", default="", metavar="NAME", help=_("global, usgov, usgov-dod or china"))
    real.add_argument(
        "--account", default="", metavar="NAME", help=_("sign-in name; default: the last one used")
    )
    real.add_argument("--client-id", default="", metavar="ID", help=_("your own app registration"))
    real.add_argument(
        "--sign-in",
        action="store_true",
        help=_("open the browser to sign in when needed, also with --json, which does not without this"),
    )
    real.add_argument(
        "--device-code",
        action="store_true",
        help=_("sign in by typing a code elsewhere; your organization may block this"),
    )
    add_unattended(parser)


def add_unattended(parser: argparse.ArgumentParser) -> None:
    """The flags for signing in as an application."""
    group = parser.add_argument_group(_("sign in as an application, without a person"))
    group.add_argument(
        "--certificate",
        type=Path,
        metavar="FILE",
        help=_("PEM or PFX file with the certificate of --client-id and its private key"),
    )
    group.add_argument(
        "--certificate-password-stdin",
        action="store_true",
        help=_("read the password of that file from a line of standard input"),
    )
    group.add_argument(
        "--federated",
        choices=("github", "azure"),
        help=_("the token of GitHub Actions, or of Azure workload identity, from the environment"),
    )
    group.add_argument(
        "--federated-token-file", type=Path, metavar="FILE", help=_("a file with another issuer's token")
    )
    group.add_argument(
        "--client-secret",
        choices=("stdin", "keyring"),
        help=_("a client secret from a line of standard input (after the key), or from the keyring"),
    )
    group.add_argument(
        "--keep-client-secret", action="store_true", help=_("keep the client secret in the keyring")
    )


def add_job(parser: argparse.ArgumentParser) -> None:
    """`--job ID`."""
    parser.add_argument(
        "--job", default="", metavar="ID", help=_("the provisioning job, where the application has several")
    )


def add_output(parser: Parser) -> None:
    """The flags of every subcommand about its output; those that it has itself stay."""
    own = parser.flags()
    group = parser.add_argument_group(_("output"))
    if "--json" not in own:
        group.add_argument("--json", action="store_true", help=_("answer with one JSON object"))
    if "--output" not in own:
        group.add_argument(
            "--output",
            dest="result_file",
            type=Path,
            metavar="FILE",
            help=_("save the result in this file instead of printing it"),
        )
    group.add_argument(
        "--quiet", action="store_true", help=_("only problems and questions on standard error")
    )
    group.add_argument(
        "--verbose", action="store_true", help=_("every request on standard error, without secrets")
    )
    add_language(group)


def add_language(parser: argparse._ActionsContainer) -> None:
    """`--language L`."""
    parser.add_argument(
        "--language",
        metavar="L",
        help=_("en, es or pt-BR; default: the system's language. JSON is always English"),
    )


def add_config(parser: argparse.ArgumentParser, *names: str) -> None:
    """The configuration file: `--config FILE`, or the argument `names`."""
    found = Path(CONFIG_FILE)
    about = _("the TOML file; default: {name} in the working folder").format(name=CONFIG_FILE)
    flag: dict[str, Any] = {"nargs": "?"} if names else {}
    parser.add_argument(
        *(names or ("--config",)),
        type=Path,
        default=found if found.is_file() else None,
        metavar="FILE",
        help=about,
        **flag,
    )


def add_practice(parser: argparse.ArgumentParser) -> None:
    """`--practice [FILE]`."""
    parser.add_argument(
        "--practice",
        nargs="?",
        type=Path,
        const=IN_PROCESS,
        metavar="FILE",
        help=_("use the practice tenant; FILE holds the line of a running `practice serve`"),
    )


def add_key_sending(parser: argparse.ArgumentParser) -> None:
    """`--send-key-to HOST`, for every subcommand that sends the key."""
    parser.add_argument(
        "--send-key-to",
        metavar="HOST",
        type=_host,
        action="append",
        default=[],
        help=_("confirm that the key may go to this host, which is not under playvox.com"),
    )


def add_key_stdin(parser: argparse.ArgumentParser) -> None:
    """`--key-stdin`, for a subcommand that only reads with the key."""
    parser.add_argument(
        "--key-stdin",
        action="store_true",
        help=_("read the Playvox key from the first line of standard input"),
    )


def add_field_stdin(parser: argparse.ArgumentParser) -> None:
    """`--field-stdin NAME`, for a subcommand that saves the connection."""
    parser.add_argument(
        "--field-stdin",
        metavar="NAME",
        action="append",
        default=[],
        help=_("read a secret value that the application asks for from a further line of standard input"),
    )


def add_planning(parser: argparse.ArgumentParser, *, config: str, scope: str, output: str) -> None:
    """The flags of a subcommand that reads everyone in scope and can save rows; the help of three flags."""
    add_common(parser)
    add_key_sending(parser)
    parser.add_argument("--config", type=Path, metavar="CONFIG", help=config)
    parser.add_argument("--scope", choices=("assigned", "all"), help=scope)
    parser.add_argument("--output", type=Path, metavar="FILE", help=output)
    parser.add_argument(
        "--format",
        choices=PLAN_FORMATS,
        help=_("format of the saved file; default: what its name tells, else jsonl"),
    )
    add_key_stdin(parser)


def _host(text: str) -> str:
    """A host in the form of `TenantUrl.host`."""
    from wizard.playvox.address import parse_tenant_url  # knows Unicode's host names, and the help does not
    from wizard.problem import Problem

    name = (
        text
        if "://" in text
        else f"https://[{text}]"
        if text.count(":") > 1 and "[" not in text
        else f"https://{text}"
    )
    found = parse_tenant_url(name, allow_loopback=True)
    if isinstance(found, Problem):
        raise argparse.ArgumentTypeError(_("It is not the name of a host, such as scim.example.com."))
    return found.host


def add_agreeing(parser: argparse.ArgumentParser, about_key: str) -> None:
    """The flags of a subcommand that shows its changes and asks for confirmation."""
    parser.add_argument("--yes", action="store_true", help=_("do not ask before changing anything"))
    parser.add_argument("--dry-run", action="store_true", help=_("only show what would change"))
    parser.add_argument("--key-stdin", action="store_true", help=about_key)
    add_key_sending(parser)


def add_committing(parser: argparse.ArgumentParser) -> None:
    """The flags of a subcommand that changes what provisioning does to people."""
    about_key = _("read the Playvox key from the first line of standard input; the affected people need it")
    add_agreeing(parser, about_key)
    parser.add_argument(
        "--max-deactivations",
        type=_number_of_people,
        metavar="N",
        help=_("stop without any change when more people could lose access"),
    )


def add_application(parser: argparse.ArgumentParser) -> None:
    """`--application NAME`."""
    parser.add_argument(
        "--application", default="", metavar="NAME", help=_("name or object id; default: the one in use")
    )


def _number_of_people(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise argparse.ArgumentTypeError(_("It is not a number of people."))
    return int(text)


def add_journal_reading(parser: argparse.ArgumentParser) -> None:
    """The flags of a subcommand that only reads journals."""
    parser.add_argument(
        "--practice",
        nargs="?",
        const="",
        metavar="FILE",
        help=_("list what was changed in practice tenants only"),
    )
    parser.add_argument("--data-folder", type=Path, metavar="DIR", help=_("where the journal is kept"))
