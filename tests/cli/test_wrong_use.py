"""Wrong use: the exit code, nothing on standard output, and what, why and what to do on standard error."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.answers import contract_broken
from tests.cli.conftest import Run
from tests.cli.programs import ROOT
from wizard.cli import main

WRONG = {
    # Flags that do not exist, are misspelled, abbreviated, or in the wrong place.
    "--verison": "Did you mean --version?",
    "--hepl": "Did you mean --help?",
    "-x": "There is no flag -x here.",
    "--json": "A subcommand is missing.",
    "--practice --json": "A subcommand is missing.",
    "--practice status --nonsense": "There is no flag --nonsense here.",
    "--data-folder nowhere status --jsn": "Did you mean --json?",
    "--tour pictures status": "--tour cannot be combined with a subcommand.",
    "status --jsn": "Did you mean --json?",
    "status --data": "Did you mean --data-folder?",
    "status --config setup.toml": "There is no flag --config here.",
    "apply --dry --config setup.toml": "Did you mean --dry-run?",
    "apply --conifg setup.toml": "Did you mean --config?",
    "apply --config setup.toml --yess": "Did you mean --yes?",
    "apply --config setup.toml --json=1": "--json takes no value.",
    "plan --fromat csv": "Did you mean --format?",
    "practice serve --poeple 3": "Did you mean --people?",
    # Subcommands that do not exist.
    "statsu": "Did you mean status?",
    "nonsense": "There is no subcommand nonsense.",
    "Status": "Did you mean status?",
    "practice srve": "Did you mean serve?",
    "practice": "ACTION is missing.",
    "people --practice line.json": "This subcommand has several actions: list, assign, unassign.",
    "--practice line.json people": "ACTION is missing.",
    "people --json": "ACTION is missing.",
    "people lst --practice": "Did you mean list?",
    "mappings --nonsense": "There is no flag --nonsense here.",
    "mappings --value mail sett displayName": "Did you mean set?",
    "plan shwo plan.jsonl": "Did you mean show?",
    # Values that are missing, wrong or one too many.
    "apply": "The configuration file is missing.",
    "apply --config": "The value of --config is missing.",
    "drift": "The configuration file is missing.",
    "check": "The configuration file is missing.",
    "check none.toml": "The file or its folder does not exist.",
    "practice serve --fault claims-chalenge": "Did you mean claims-challenge?",
    "practice serve --people 1": "people must be between",
    "practice serve --port 99999": "the port must be between",
    "undo": "NUMBER is missing.",
    "undo first": "NUMBER cannot be first.",
    "undo 1 2": "2 is one word too many.",
    "status now": "now is one word too many.",
    "status --tenant": "The value of --tenant is missing.",
    "status --tenant --json": "The value of --tenant is missing.",
    "plan --scope assined": "Did you mean assigned?",
    "plan --scope everyone": "The values are assigned, all.",
    "plan --format pdf --output plan.pdf": "pdf is not a value of --format.",
    "plan show": "show",
    "plan show plan.jsonl --scope all": "--scope",
    "plan --format csv": "--output",
    "quality --scope some": "some is not a value of --scope.",
    "quality --format csv": "--output",
    "apply --config setup.toml --max-deactivations few": "It is not a number of people.",
    "apply --config setup.toml --max-deactivations -1": "--max-deactivations",
    "practice serve --people many": "--people cannot be many.",
    "practice serve --port x": "--port cannot be x.",
    "practice serve --clock-speed fast": "--clock-speed cannot be fast.",
    "test": "There is nothing to test.",
    "test --url a --timeout 0": "It must be between 0 and 600 seconds.",
    "test --url a --timeout soon": "It is not a number.",
    "test --url a --ca-file no-such.pem": "It cannot be read as certificates in PEM form.",
    "test --url a --key-stdin --profile b": "cannot be combined",
    "test --profile nobody --data-folder nowhere": "There is no setup named nobody.",
    "evaluate": "One of these is missing: --expression, --expression-stdin, --batch.",
    "evaluate --expression a --batch": "cannot be combined.",
    "preview --person a.json": "--schema is missing.",
    "--print-completion cmd": "cmd is not a value of --print-completion.",
}


@pytest.mark.parametrize("typed", WRONG)
def test_wrong_use_is_explained(
    typed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(typed.split()) == 3
    shown = capsys.readouterr()
    if "--json" in typed.split():
        assert contract_broken(json.loads(shown.out), 3) == []
    else:
        assert shown.out == ""
    assert WRONG[typed] in shown.err
    lines = [line for line in shown.err.splitlines() if line]
    assert lines[-1].startswith("  • "), "it says what to do"
    first = next(number for number, line in enumerate(lines) if line.startswith("  • "))
    sentences = [line for line in lines[:first] if line[0] != " " and not line.startswith("usage:")]
    assert len(sentences) >= 2, "it says what is wrong, and why"
    assert all(sentence.endswith((".", "?")) for sentence in sentences)
    for text in ("Errno", "pydantic", "Traceback", "argparse", "invalid choice", "unrecognized"):
        assert text not in shown.err


def test_the_usage_is_that_of_the_subcommand(capsys: pytest.CaptureFixture[str]) -> None:
    for typed, usage in (
        ("plan --nonsense", "usage: playvox-provisioning plan "),
        ("--practice plan --nonsense", "usage: playvox-provisioning plan "),
        ("practice serve --nonsense", "usage: playvox-provisioning practice serve "),
        ("--nonsense", "usage: playvox-provisioning [-h]"),
    ):
        assert main(typed.split()) == 3
        assert capsys.readouterr().err.startswith(usage)


def test_flags_before_the_subcommand_work(run: Run, tmp_path: Path) -> None:
    answer = run("--json", "journal")
    assert (answer.code, answer.json["operations"]) == (0, []), answer.err
    answer = run("--data-folder", tmp_path / "other", "--practice", "history", "--json")
    assert (answer.code, answer.json["changes"]) == (0, []), answer.err


@pytest.mark.parametrize("typed", ["--verison", "--practice status --nonsense", "--tour"])
def test_the_program_never_opens_a_window_by_mistake(typed: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in DISPLAYS}
    done = subprocess.run(
        [sys.executable, "-m", "wizard", *typed.split()],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (3, ""), done.stderr
    assert "usage: playvox-provisioning" in done.stderr


DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


@pytest.mark.skipif(sys.platform != "linux", reason="a display may be missing there only")
@pytest.mark.parametrize("typed", ["", "--practice"])
def test_without_a_display_the_window_is_refused(typed: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in DISPLAYS}
    done = subprocess.run(
        [sys.executable, "-m", "wizard", *typed.split()],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert done.stderr.startswith("The window cannot be opened.\n")


@pytest.mark.parametrize(
    "words",
    [
        ("export", "--job", "\udcff"),
        ("why", "a\ud800b"),
        ("practice", "change", "ana", "--practice", "x", "--leave", "\udcff\udcfe"),
        ("people", "assign", "ana", "\udcff"),
        ("evaluate", "--expression", "\udcff"),
    ],
    ids=lambda words: words[-2],
)
def test_bytes_that_are_no_text_are_refused(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert "It is not text in UTF-8." in err


def test_an_unknown_language_is_named_without_what_a_terminal_obeys(run: Run) -> None:
    ended = run("evaluate", "--expression", '"a"', "--language", "\x1b[31m\u202e=1")
    assert (ended.code, ended.out) == (0, "a\n")
    assert "\\u001b[31m\\u202e=1" in ended.err
    assert "\x1b" not in ended.err
