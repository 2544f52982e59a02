"""`bundle` as an administrator runs it."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.cli.conftest import Run, Served


def test_shown_first_then_saved(run: Run, served: Served, tmp_path: Path) -> None:
    file = tmp_path / "bundle.zip"
    shown = run("bundle", "--output", file)
    assert (shown.code, file.exists()) == (1, False), shown.err
    assert "=== read-me.txt" in shown.out

    looked = run("status", "--practice", served.file, "--json")
    assert looked.code in (0, 1), looked.err
    fresh = run("bundle", "--practice", served.file, "--refresh", "--output", file, "--yes", "--json")
    assert fresh.code == 0, fresh.err
    assert fresh.json["saved"] == str(file)
    assert fresh.json["problem"] is None
    texts = {each["name"]: each["text"] for each in fresh.json["files"]}
    with zipfile.ZipFile(file) as archive:
        assert {name: archive.read(name).decode() for name in archive.namelist()} == texts
    assert '"signed_in": true' in texts["set-up.json"]
    assert served.line["key"] not in fresh.out

    # Without a sign-in the data on this computer is enough.
    offline = run("bundle", "--practice", served.file, "--json")
    assert offline.code == 0
    assert offline.json["saved"] is None
    kept = {each["name"]: each["text"] for each in offline.json["files"]}
    assert '"tenant_id"' in kept["set-up.json"]


def test_a_place_that_takes_no_file_is_a_problem(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    refused = run("bundle", "--output", tmp_path / "file" / "bundle.zip", "--yes", "--json")
    assert refused.code == 2
    assert refused.json["problem"]["code"] == "bundle_not_saved"
