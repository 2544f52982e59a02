"""`apply` and `export` with a template that asks for more than Tenant URL and key."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import CONFIG, Run, Served

APP_KEY = "app-key-1c8e55d207"


def test_values_come_from_the_file_and_secret_ones_from_standard_input(
    run: Run, served: Served, tmp_path: Path
) -> None:
    served.control("PUT", "faults/template-fields", {"on": True})
    file = tmp_path / "setup.toml"
    file.write_text(CONFIG)
    practice = ("--practice", served.file)
    refused = run("apply", "--config", file, *practice, "--yes", "--json")
    assert refused.json["problem"]["code"] == "connection_field_missing", refused.err
    assert "AppKey" in " ".join(refused.json["problem"]["do"])
    assert served.truth()["secret_masked"] is False

    file.write_text(
        CONFIG.replace("[application]", '[playvox.fields]\nCompanyId = "4711"\n[application]', 1)
    )
    applied = run(
        "apply",
        "--config",
        file,
        *practice,
        "--yes",
        "--json",
        "--field-stdin",
        "AppKey",
        stdin=f"{APP_KEY}\n",
    )
    assert (applied.code, applied.json["problem"]) == (0, None), applied.err
    assert served.truth()["secret_masked"] is True
    exported = run("export", *practice, "--output", tmp_path / "exported.toml")
    assert exported.code == 0, exported.err
    text = (tmp_path / "exported.toml").read_text()
    assert 'CompanyId = "4711"' in text
    assert "AppKey" in exported.err + text
    for answer in (refused, applied, exported):
        assert APP_KEY not in answer.out + answer.err + text
