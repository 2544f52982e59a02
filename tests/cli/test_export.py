"""`export` replaces no file unasked and creates no folders; `apply` reports where it would change what."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run, Served


def test_a_file_is_replaced_with_force_only_and_folders_are_not_created(
    run: Run, served: Served, config: Path, tmp_path: Path
) -> None:
    common = ("--practice", served.file)
    shown = run("apply", "--config", config, *common, "--dry-run", "--json")
    assert shown.json["target"]["application_id"] == "", shown.err
    applied = run("apply", "--config", config, *common, "--yes", "--json")
    assert applied.code == 0, applied.err
    assert applied.json["restarts"] == [{"code": "first_cycle"}]
    assert applied.json["target"]["account"] == served.line["account"]
    assert {"code", "before", "after", "subject"} <= set(applied.json["changes"][0])

    missing = tmp_path / "no folder" / "setup.toml"
    answer = run("export", *common, "--output", missing)
    assert (answer.code, missing.parent.exists()) == (3, False)
    assert str(missing.parent) in answer.err
    file = tmp_path / "exported.toml"
    file.write_text("mine")
    answer = run("export", *common, "--output", file, "--json")
    assert (answer.code, answer.json["problem"]["code"], file.read_text()) == (3, "export_exists", "mine")
    answer = run("export", *common, "--output", file, "--force", "--json")
    assert (answer.code, str(file) in answer.err) == (0, True), answer.err
    assert answer.json["config"]["people"]["assign"] == ["ana@contoso.example"]
    assert answer.json["notes"] == []
    assert run("export", *common).out == file.read_text(encoding="utf-8")
    again = run("apply", "--config", file, *common, "--yes", "--json")
    assert (again.code, again.json["changes"], again.json["applied"]) == (0, [], False)
    assert served.line["key"] not in file.read_text(encoding="utf-8")
