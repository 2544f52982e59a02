"""docs/cli.md: every example is understood, and works on the practice tenant."""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
from pathlib import Path

import pytest

from tests.cli.answers import contract_broken
from tests.cli.conftest import CONFIG, Run, Served
from tests.cli.programs import ROOT
from tests.cli.shown_lines import PROGRAM, ShownLines
from wizard.cli.commands import COMMANDS
from wizard.cli.parser import parsed

PAGE = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
EXAMPLES = [
    line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines() if line
]
"""Every line of the page's shell examples, in order."""
PRINTED = {
    "people list": "ana@contoso.example",
    "mappings preview": "ana@contoso.example",
    "plan show": "ana@contoso.example",
    "why": "Ana Souza",
}
"""What some examples print, where they print something of the tenant."""


def words(line: str) -> list[str]:
    """The arguments of an example, without the program and what the shell takes."""
    found = shlex.split(re.split(r" [<>|] ", line)[0])
    assert found[0] == PROGRAM, line
    return found[1:]


@pytest.mark.parametrize("line", [line for line in EXAMPLES if "--print-completion" not in line])
def test_every_example_is_understood(line: str) -> None:
    assert parsed(words(line)).command in COMMANDS


def test_the_json_of_the_page_is_what_its_schema_says() -> None:
    blocks = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert blocks
    for block in blocks:
        assert contract_broken(json.loads(block), 0) == []
    coded = {each["code"] for block in blocks for each in json.loads(block)["coded_warnings"]}
    assert coded <= set(re.findall(r"^\| `([\w.]+)` \|", PAGE, re.MULTILINE))


def test_the_examples_cover_what_they_are_for() -> None:
    used = {word for line in EXAMPLES for word in words(line)[:1]}
    assert {"apply", "explain", "logs", "people", "mappings", "scope", "provision", "plan", "why"} <= used


@pytest.mark.timeout(300)
@pytest.mark.skipif(sys.platform == "win32", reason="the examples are for a POSIX shell")
def test_every_example_works(tmp_path: Path, run: Run, served: Served, config: Path) -> None:
    """In the order of the page, by a shell, in a folder with the files that they name."""
    practice = ("--practice", served.file)
    for prepared in (("apply", "--config", config), ("people", "assign", "group:Support")):
        done = run(*prepared, *practice, "--yes")
        assert done.code == 0, done.err
    served.control("POST", "cycle", {})
    folder = tmp_path / "examples"
    (folder / ".local/share/bash-completion/completions").mkdir(parents=True)
    (folder / "setup.toml").write_text(CONFIG)
    (folder / "error.txt").write_text("The credentials are invalid. Playvox answered 401 Unauthorized.")
    shown = ShownLines(folder, served.file, HOME=str(folder))
    for line in EXAMPLES:
        done = shown.run(line)
        # 1: a difference, a finding, or a change that was shown and not made.
        assert done.returncode in (0, 1), f"{line}: {done.returncode}\n{done.stderr}"
        if " > " in line:
            assert (folder / os.path.expandvars(line.rpartition(" > ")[2]).replace("~/", "")).stat().st_size
        elif "--output" not in line:
            # A list can be empty; then standard error says so.
            assert done.stdout.strip() or "0 of " in done.stderr, f"{line} prints nothing\n{done.stderr}"
        if "--json" in words(line):
            assert json.loads(done.stdout)["problem"] is None
        for name, text in PRINTED.items():
            if " ".join(words(line)).startswith(f"{name} ") or " ".join(words(line)) == name:
                assert text in done.stdout, line
    assert {"plan.jsonl.gz", "findings.xlsx", "ana.csv"} <= {each.name for each in folder.iterdir()}
