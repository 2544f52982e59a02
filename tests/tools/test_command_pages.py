"""The generated parts of docs/cli.md and the manual page hold the whole command line."""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from build import command_pages
from build.command_line import commands
from build.command_pages import cli_page, manual_page
from installer.linux.make_deb import HERE, NAME
from wizard.cli.commands import COMMANDS
from wizard.cli.exit_codes import MEANINGS, ExitCode
from wizard.cli.parser import complete_parser, subparsers
from wizard.environment import FLAGS, variable

MANUAL = HERE / f"{NAME}.1"


def parsers(
    parser: argparse.ArgumentParser, name: str = ""
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every parser without actions below this one, with the words that call it."""
    inner = subparsers(parser)
    for word, each in inner.items():
        yield from parsers(each, f"{name} {word}".strip())
    if not inner:
        yield name, parser


def flags(parser: argparse.ArgumentParser) -> set[str]:
    """The flags of a parser that its help lists."""
    return {
        flag
        for action in parser._actions
        if action.help is not argparse.SUPPRESS
        for flag in action.option_strings
    }


def section(page: str, begin: str) -> str:
    """The text from the heading `begin` to the next heading of any kind."""
    found = page.split(f"\n{begin}\n", 1)[1]
    return re.split(r"\n(?:#+|\.S[HS]) ", found)[0]


def flags_in(text: str) -> set[str]:
    """The flags that a list on a page begins its items with, without roff's escapes."""
    items = re.findall(r"^(?:- `|\.B )(-[^`:\n]*)", text.replace(r"\-", "-"), re.MULTILINE)
    return {flag for item in items for flag in re.findall(r"(?<![\w-])--?[a-z][a-z-]*", item)}


def test_every_flag_of_every_subcommand_is_on_both_pages() -> None:
    page, manual = cli_page(), manual_page()
    pages = (
        (page, "## All flags", "### Flags of `{}`"),
        (manual, ".SH FLAGS OF EVERY SUBCOMMAND", ".SS {}"),
    )
    found = dict(parsers(complete_parser()))
    assert {name.split()[0] for name in found} == set(COMMANDS)
    tenant = flags_in(section(manual, ".SH FLAGS FOR A TENANT"))
    assert "--device-code" in tenant
    for name, parser in found.items():
        for text, everywhere, heading in pages:
            own = section(text, heading.format(name))
            listed = flags_in(own) | {"-h", "--help"} | flags_in(section(text, everywhere))
            if command_pages.TENANT in own.replace(r"\-", "-"):
                listed |= tenant
            assert flags(parser) - listed == set(), f"{name} is incomplete"
            assert flags_in(own) - flags(parser) == set(), f"{name} has flags too many"


def test_the_pages_have_every_subcommand_code_and_variable() -> None:
    assert set(MEANINGS) == set(ExitCode)
    manual = manual_page().replace(r"\-", "-")
    for text in (cli_page(), manual):
        assert [name for name in COMMANDS if name not in text] == []
        assert [flag for flag in FLAGS if variable(flag) not in text] == []
        assert [meaning for meaning in MEANINGS.values() if meaning not in text] == []
    purposes = section(manual, ".SH SUBCOMMANDS")
    assert all(f".B {name}\n{purpose}" in purposes for name, purpose in COMMANDS.items())


def test_what_must_be_given_is_in_the_usage() -> None:
    usages = {each.name: each.usage for each in commands()}
    assert usages["preview"] == "playvox-provisioning preview --person FILE --schema FILE [FLAG ...]"
    assert usages["people assign"] == "playvox-provisioning people assign NAME [NAME ...] [FLAG ...]"


def test_notes_stand_below_the_flags() -> None:
    restart = section(cli_page(), "### Flags of `restart`")
    assert restart.index("--clear") < restart.index("What --clear can name:")


def test_a_page_without_its_marks_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_pages, "PAGE", tmp_path / "cli.md")
    (tmp_path / "cli.md").write_text(cli_page_without("<!-- end of variables -->"))
    with pytest.raises(ValueError, match="end of variables"):
        cli_page()


def cli_page_without(mark: str) -> str:
    """docs/cli.md without one of its marks."""
    return (HERE.parents[1] / "docs" / "cli.md").read_text(encoding="utf-8").replace(mark, "")


def test_a_flag_that_is_new_makes_the_pages_outdated(monkeypatch: pytest.MonkeyPatch) -> None:
    from build.generated_docs import outdated
    from wizard.cli.flags import check

    declare = check.declare

    def with_another(parser: argparse.ArgumentParser) -> None:
        declare(parser)
        parser.add_argument("--strict", action="store_true", help="refuse more")

    monkeypatch.setattr(check, "declare", with_another)
    assert outdated() == ["docs/cli.md", "installer/linux/playvox-provisioning.1"]


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
def test_the_manual_page_is_roff_without_warnings() -> None:
    done = subprocess.run(
        ["groff", "-man", "-Kutf8", "-ww", "-Tutf8", "-P-cbou", str(MANUAL)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stderr == ""
    shown = " ".join(done.stdout.split())
    assert "people assign Assign people and groups, after showing what that does to people." in shown
    assert "--max-deactivations N" in shown
