"""Two copies of the program on one profile at the same moment result in one setup."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from tests.cli.conftest import Run, Served
from tests.cli.programs import ROOT
from wizard.setup import Journal, OperationState

WAITS = "Another copy of this program is changing this setup; waiting until it is done …"


def journal_of(folder: Path) -> Journal:
    (profile,) = (folder / "profiles").glob("*.json")
    return Journal(folder / "journal.sqlite", json.loads(profile.read_text())["id"])


def check_truth(served: Served, folder: Path) -> None:
    """Check for one application, one job, one assignment, a saved key, and a journal without open
    operations.
    """
    found = served.truth()
    assert len(found["applications"]) == found["seeded_applications"] + 1
    assert [job["state"] for job in found["jobs"]] == ["Active"]
    assert len(found["assigned"]) == 1
    assert found["secret_masked"] is True
    operations = journal_of(folder).operations()
    assert {each.state for each in operations} == {OperationState.DONE}
    kinds = sorted(each.kind for each in operations)
    assert kinds == ["application.add", "job.create", "job.start", "people.assign", "settings.save"]
    writes = journal_of(folder).writes()
    assert all(each.answered is not None and each.status and each.status < 300 for each in writes)
    with sqlite3.connect(folder / "journal.sqlite") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()


def test_two_copies_at_once_make_one_setup(served: Served, config: Path, tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "data"
    command = [sys.executable, "-m", "wizard", "apply", "--config", str(config), "--practice"]
    command += [str(served.file), "--yes", "--data-folder", str(folder)]
    copies = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _copy in range(2)
    ]
    told = [copy.communicate(timeout=120) for copy in copies]
    assert [copy.returncode for copy in copies] == [0, 0], told
    (first, _quiet), (second, waited) = sorted(told, key=lambda each: each[0].count("\n"), reverse=True)
    assert first.splitlines()[-1] == "Done."
    assert second.splitlines() == ["Nothing differs; nothing is changed."]
    assert WAITS in waited.splitlines()
    check_truth(served, folder)
    status = run("status", "--practice", served.file, "--json")
    assert status.json["connection"]["key_saved"] is True, status.err


def test_what_was_agreed_to_is_compared_again_after_another_copy(
    served: Served, config: Path, tmp_path: Path, run: Run
) -> None:
    folder = tmp_path / "data"
    command = [sys.executable, "-m", "wizard", "apply", "--config", str(config), "--practice"]
    command += [str(served.file), "--key-stdin", "--data-folder", str(folder)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as asking:
        assert asking.stdin is not None
        assert asking.stderr is not None
        asking.stdin.write(served.line["key"] + "\n")
        asking.stdin.flush()
        told = ""
        while not told.endswith("Apply these changes? Type yes: "):  # after all waits
            letter = asking.stderr.read(1)
            assert letter, told
            told += letter
        assert run("apply", "--config", config, "--practice", served.file, "--yes").code == 0
        out, errors = asking.communicate("yes\n", timeout=120)
    assert asking.returncode == 0, errors
    assert "Another copy of this program changed this setup meanwhile" in errors
    assert out.splitlines()[-1] == "Nothing differs; nothing is changed."
    check_truth(served, folder)


def test_a_copy_that_is_killed_leaves_no_lock(
    served: Served, config: Path, tmp_path: Path, run: Run
) -> None:
    folder = tmp_path / "data"
    command = [sys.executable, "-m", "wizard", "apply", "--config", str(config), "--practice"]
    command += [str(served.file), "--yes", "--data-folder", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as copy:
        while not list((folder / "turns").glob("*.sqlite")):
            assert copy.poll() is None
            time.sleep(0.02)
        copy.kill()
    answer = run("apply", "--config", config, "--practice", served.file, "--yes")
    assert (answer.code, WAITS in answer.err) == (0, False), answer.err
    check_truth(served, folder)
