"""Wrong uses as people who do not know the program make them: exit code, stream, and three sentences."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.answers import contract_broken
from tests.cli.conftest import ROOT
from wizard.cli import main

WRONG = {
    # Folders, links and damaged files in place of a file.
    "check folder": (3, "It is a folder, not a file."),
    "check utf16.toml": (3, "The text is not UTF-8."),
    "check zero.toml": (3, "It is larger than 1000000 bytes."),
    "check loop": (3, "Its links lead back to each other."),
    "check ok.toml/inside": (3, "A part of its path is a file, not a folder."),
    "check ünï.toml": (3, "ünï.toml cannot be read"),
    "check -": (3, "The file or its folder does not exist."),
    "apply --config folder": (3, "It is a folder, not a file."),
    "apply --config ok.toml --plan folder": (3, "It is not a file."),
    "apply --config ok.toml --plan bad.json": (3, "Its content is not that of a plan file."),
    "apply --config ok.toml --plan void.json": (3, "Its first line is not the header of a plan."),
    "apply --config ok.toml --plan none.jsonl": (3, "The file or its folder does not exist."),
    "apply --config=ok.toml --config=none.toml": (3, "none.toml cannot be read"),
    "plan --config folder": (3, "It is a folder, not a file."),
    "plan show none.jsonl": (3, "The file or its folder does not exist."),
    "plan show folder": (3, "It is not a file."),
    "plan compare bad.json": (3, "The saved plan bad.json cannot be opened."),
    "evaluate --expression [a] --person folder": (2, "It is a folder, not a file."),
    "evaluate --expression [a] --person list.json": (2, "It is not a JSON object."),
    "preview --person bad.json --schema bad.json": (2, "It is not JSON: line 1, column 1."),
    "preview --schema folder --person folder": (2, "It is a folder, not a file."),
    "history --data-folder ok.toml": (2, "A part of its path is a file, not a folder."),
    "journal --data-folder loop": (2, "Its links lead back to each other."),
    "status --output folder": (2, "It is a folder, not a file."),
    "export --output folder --practice void.json": (3, "folder exists already."),
    "test --url acme --ca-file folder": (3, "It cannot be read as certificates in PEM form."),
    # Lines of practice tenants that are none, mixed with flags for a real tenant.
    "apply --config ok.toml --practice bad.json": (2, "Its first line is not a JSON object."),
    "apply --config ok.toml --practice folder": (2, "It is a folder, not a file."),
    "apply --config ok.toml --practice list.json": (2, "Its first line is not a JSON object."),
    "apply --config ok.toml --practice empty.json --tenant contoso.com": (2, "It lacks"),
    "undo 99999999999999999999999 --practice void.json": (2, "void.json does not hold the line"),
    # Values that are empty, as of a variable that is not set.
    "check ''": (3, "FILE has no value."),
    "export --output '' --practice void.json": (3, "A file or folder is needed."),
    "status --data-folder '' --json": (3, "--data-folder has no value."),
    "apply --config ok.toml --max-deactivations ''": (3, "It is not a number of people."),
    "test --subdomain ''": (3, "There is nothing to test."),
    "provision ''": (3, "PERSON has no value."),
    "scope count --where ''": (3, "is not a condition of a scoping filter."),
    # Values that are no such value.
    "apply --config ok.toml --max-deactivations 99999999999999999999": (3, "It is not a number of people."),
    "apply --config ok.toml --send-key-to http://": (3, "It is not the name of a host"),
    "apply --config ok.toml --send-key-to 'a b'": (3, "It is not the name of a host"),
    "status --cloud mars --data-folder new": (3, "Use global, usgov, usgov-dod or china."),
    "status --tenant 'a b' --json --data-folder new": (3, "A tenant is named by its id"),
    "undo 1.5": (3, "It is not a number."),
    "test --url acme --timeout nan": (3, "It must be between 0 and 600 seconds."),
    "test --url acme --timeout 1e400": (3, "It must be between 0 and 600 seconds."),
    "test --url acme --matching 'bad attr ]'": (3, "It is not an attribute of an account"),
    "evaluate --expression [a] --now yesterday": (3, "It is not a time such as 2026-11-01T08:30."),
    "preview --person a --schema b --now 25:00": (3, "It is not a time such as"),
    "logs --since 2026-13-45": (3, "It is not a time such as"),
    "logs --limit 0": (3, "It is not a number of entries."),
    "logs --result sucess": (3, "Did you mean success?"),
    "mappings set displayName --matching 1000": (3, "It is not a whole number from 0 to 999."),
    "mappings set displayName --apply on_creatoin": (3, "Did you mean on_creation?"),
    "scope filter --where 'department EQALS x'": (3, "Did you mean the operator EQUALS?"),
    "provision group:Support": (3, "It is a group. Name people one by one."),
    "restart --clear everything": (3, "The values are portal, watermark"),
    "quality --format xls": (3, "Did you mean xlsx?"),
    "practice serve --people 1e3": (3, "It is not a number."),
    "practice server": (3, "Did you mean serve?"),
    # Words that are missing, one too many, or do not go together.
    "apply ok.toml": (3, "ok.toml is one word too many."),
    "check ok.toml extra": (3, "extra is one word too many."),
    "check --config ok.toml": (3, "There is no flag --config here."),
    "explain folder": (3, "folder is one word too many."),
    "people list ana": (3, "ana is one word too many."),
    "people assign": (3, "NAME is missing."),
    "people assign ana --rol User": (3, "Did you mean --role?"),
    "mappings set": (3, "TARGET is missing."),
    "mappings set displayName": (3, "Nothing is said about the mapping of displayName."),
    "mappings set displayName --value mail --remove": (3, "--remove and --value cannot be combined."),
    "mappings preview": (3, "PERSON is missing."),
    "scope filter": (3, "One of these is missing: --where, --remove."),
    "scope filter --or": (3, "there is none before it"),
    "test --url acme --subdomain acme": (3, "--subdomain and --url cannot be combined."),
    "plan show ok.toml ok.toml": (3, "ok.toml is one word too many."),
    "why": (3, "PERSON is missing."),
    "why a b": (3, "b is one word too many."),
    "export --format json": (3, "There is no flag --format here."),
    "status -- --json": (3, "-- is one word too many."),
    "status --json=yes": (3, "--json takes no value."),
    "--print-completion": (3, "The value of --print-completion is missing."),
}
_NEVER = ("Errno", "pydantic", "Traceback", "argparse", "No such file", "Not a directory", "None")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with files of all kinds."""
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    Path("loop").symlink_to("loop")
    Path("ok.toml").write_text('[people]\nscope = "all"\n')
    Path("utf16.toml").write_bytes(b"\xff\xfe[\x00")
    Path("zero.toml").write_bytes(b"\0" * 1_000_001)
    for name, text in {"bad": "not json", "void": "", "empty": "{}", "list": "[1, 2]"}.items():
        Path(f"{name}.json").write_text(text)


@pytest.mark.skipif(sys.platform == "win32", reason="links and names of files are another matter there")
@pytest.mark.parametrize("typed", WRONG)
def test_wrong_use_is_explained(typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, text = WRONG[typed]
    arguments = shlex.split(typed)
    assert main(arguments) == code
    shown = capsys.readouterr()
    if "--json" in arguments:
        assert contract_broken(json.loads(shown.out), code) == []
    else:
        assert shown.out == ""
    assert text in shown.err
    lines = [line for line in shown.err.splitlines() if line and not line.startswith(("usage:", "     "))]
    assert any(line.startswith("  • ") for line in lines), "it says what to do"
    assert sum(line.endswith((".", "?")) for line in lines) >= 2, "it says what and why"
    assert not [word for word in _NEVER if word in shown.err]


def wizard(shell: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A line of the shell, in which `wizard` stands for the program."""
    line = shell.replace("wizard", f"{shlex.quote(sys.executable)} -m wizard")
    variables = {**os.environ, "PYTHONWARNINGS": "ignore", "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(
        ["bash", "-c", line], env=variables, capture_output=True, encoding="utf-8", timeout=120, check=False
    )


@pytest.mark.skipif(sys.platform == "win32", reason="the lines are for a POSIX shell")
@pytest.mark.parametrize(
    ("line", "code", "text"),
    [
        ("wizard history --data-folder new --json | head -1; exit ${PIPESTATUS[0]}", (0, 4), ""),
        ("wizard --help | head -1; exit ${PIPESTATUS[0]}", (0, 4), ""),
        ("wizard evaluate --expression mail >&-", (0, 1), ""),
        ("wizard explain <&-", (3,), "There is no text to explain."),
        ("wizard drift --config ok.toml --practice void.json --key-stdin <&-", (2,), "There is no key."),
        ("wizard check ok.toml 2>&-", (0,), ""),
        ("env -u HOME wizard check ok.toml", (0,), ""),
        ("HOME=/nonexistent wizard history", (0, 2), ""),
        ("PLAYVOX_PROVISIONING_DATA_FOLDER= wizard history --data-folder new", (0,), ""),
        ("LC_ALL=C wizard check ünï.toml", (3,), "cannot be read"),
        ("NO_COLOR=1 wizard --help", (0,), ""),
    ],
)
def test_streams_and_surroundings_that_are_missing(line: str, code: tuple[int, ...], text: str) -> None:
    done = wizard(line)
    assert done.returncode in code, done.stderr
    assert text in done.stderr
    assert not [word for word in (*_NEVER, "Exception", "\x1b[") if word in done.stderr + done.stdout]
