"""Every command that a page shows is run by a test, or says here why it cannot be.

The pages with many commands have tests of their own. Here is the one place that knows all pages.
"""

from __future__ import annotations

import json
import re
import shlex
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Run, Served
from tests.cli.shown_lines import PROGRAM, ShownLines
from wizard.cli.commands import COMMANDS
from wizard.cli.parser import parsed

HERE = ".venv/bin/python -m wizard"
TESTED_BY = {
    "docs/as-code.md": "tests/cli/test_as_code_page.py",
    "docs/cli.md": "tests/cli/test_cli_page.py",
    "docs/debugging.md": "tests/tools/test_debugging_page.py",
}
"""Pages whose commands another module runs."""
NOT_RUN = {
    "make run": "installs what it needs; tests/packaging/test_bare_source.py runs it in a fresh Debian",
    "make test": "runs all tests, this one as well",
    f"{HERE} --practice": "opens the window until somebody closes it; tests/journeys open it",
    f"{HERE} --tour pictures": "takes a minute; tests/journeys and the package's tests take the tour",
    f"{HERE} practice serve": "serves until it is stopped; every test of this folder is served by it",
    "pipx install playvox_provisioning-VERSION-py3-none-any.whl": "needs a released version's file",
    f"{PROGRAM} status --tenant contoso.example --client-id ID --certificate app.pem --json": "needs an "
    "application in a real tenant; tests/cli/test_unattended.py does it on the practice tenant",
}
"""Commands that no test runs as they are written, with the reason."""
WINDOWS = "schtasks "  # begins a command for Windows alone
PEOPLE = {"givenName": "Ada", "surname": "Lovelace", "userPrincipalName": "ada@contoso.example"}
LINES = [
    {"id": str(number), "expression": 'Append([surname], "!")', "person": PEOPLE} for number in range(2)
]


def shown(page: Path) -> list[str]:
    """The lines of commands on a page, without the comments behind them."""
    blocks = re.findall(r"^ *```(\w*)\n(.*?)^ *```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    commands = [block for language, block in blocks if language in ("", "bat", "sh")]
    lines = [re.sub(r"\s+#.*$", "", line).strip() for block in commands for line in block.splitlines()]
    return [line for line in lines if line]


PAGES = {
    str(page.relative_to(ROOT)): shown(page) for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md"))
}
TO_RUN = {
    page: lines
    for page, all_lines in PAGES.items()
    if page not in TESTED_BY
    and (lines := [each for each in all_lines if each not in NOT_RUN and not each.startswith(WINDOWS)])
}


def test_every_page_with_commands_is_known() -> None:
    assert set(TO_RUN) == {"docs/configuration.md", "docs/expressions.md"}
    every = [line for lines in PAGES.values() for line in lines]
    assert [line for line in NOT_RUN if line not in every] == [], "no page shows it any more"
    for page, test in TESTED_BY.items():
        assert Path(page).name in (ROOT / test).read_text(encoding="utf-8")


def test_every_command_of_this_program_is_understood() -> None:
    calls = [line for lines in PAGES.values() for line in lines if line.startswith((PROGRAM, HERE))]
    for line in calls:
        words = shlex.split(re.split(r" [<>|&] ", line)[0].removeprefix(HERE).removeprefix(PROGRAM))
        if words and not words[0].startswith("-"):
            assert parsed(words).command in COMMANDS, line
    assert len(calls) > 30


def test_the_readme_lists_every_subcommand() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE)) == sorted(COMMANDS)


def test_the_configuration_of_the_readme_is_right(tmp_path: Path, run: Run) -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    file = tmp_path / "setup.toml"
    file.write_text(block, encoding="utf-8")
    assert run("check", file).code == 0


@pytest.mark.timeout(300)
@pytest.mark.skipif(sys.platform == "win32", reason="the examples are for a POSIX shell")
def test_the_commands_of_the_other_pages_work(
    tmp_path: Path, run: Run, served: Served, config: Path
) -> None:
    assert run("apply", "--config", config, "--practice", served.file, "--yes").code == 0
    folder = tmp_path / "examples"
    shown = ShownLines(folder, served.file)
    (folder / "ada.json").write_text(json.dumps(PEOPLE))
    (folder / "lines.jsonl").write_text("".join(json.dumps(each) + "\n" for each in LINES))
    (folder / "schema.json").write_text((ROOT / "tests/data/expressions/playvox_schema.json").read_text())
    printed = {}
    for line in (each for lines in TO_RUN.values() for each in lines):
        done = shown.run(line)
        # 1: part of the request is not certain, because this person has few values.
        right = (0, 1) if " preview " in line else (0,)
        assert done.returncode in right, f"{line}: {done.returncode}\n{done.stderr}"
        printed[shlex.split(line)[1], line] = done.stdout
    (evaluated, batch) = (text for (name, _line), text in printed.items() if name == "evaluate")
    assert json.loads(evaluated)["value"] == "Ada Lovelace"
    assert [json.loads(line)["value"] for line in batch.splitlines()] == ["Lovelace!"] * 2
    (previewed,) = (text for (name, _line), text in printed.items() if name == "preview")
    assert json.loads(previewed)["matches"][0]["value"] == "ada@contoso.example"
