"""The configuration file is parsed strictly; errors name the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from wizard.cli.config import Config, read_config, write_config
from wizard.problem import ProblemError

WHOLE = """\
[playvox]
tenant_url = "https://acme.playvox.com/scim/v1"
[application]
name = "Playvox"
[people]
scope = "all"
assign = ["ana@contoso.example", "group:Support"]
role = "User"
[provisioning]
notification_email = "it@contoso.example"
deletion_threshold = 50
enabled = true
"""


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "setup.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_what_is_written_reads_the_same(tmp_path: Path) -> None:
    config = read_config(written(tmp_path, WHOLE))
    assert read_config(written(tmp_path, write_config(config))) == config
    assert config.people.assign == ("ana@contoso.example", "group:Support")


def test_only_the_address_is_required(tmp_path: Path) -> None:
    config = read_config(written(tmp_path, '\ufeff[playvox]\ntenant_url = "acme"\n'))
    assert config == Config.model_validate({"playvox": {"tenant_url": "acme"}})
    assert (config.people.scope, config.provisioning.enabled) == ("assigned", None)


@pytest.mark.parametrize(
    ("old", "new", "code", "field", "line"),
    [
        ("role =", "roles =", "config_unknown_key", "people.roles", "8"),
        ("[people]", "[peple]", "config_unknown_key", "peple", "5"),
        ('"all"', '"some"', "config_bad_value", "people.scope", "6"),
        ("= 50", '= "many"', "config_bad_value", "provisioning.deletion_threshold", "11"),
        ("= 50", "= -1", "config_bad_value", "provisioning.deletion_threshold", "11"),
        ('"group:Support"', "7", "config_bad_value", "people.assign.1", "7"),
        ('"https://acme.playvox.com/scim/v1"', '""', "config_bad_value", "playvox.tenant_url", "2"),
    ],
)
def test_mistakes_are_named_with_their_line(
    tmp_path: Path, old: str, new: str, code: str, field: str, line: str
) -> None:
    with pytest.raises(ProblemError) as caught:
        read_config(written(tmp_path, WHOLE.replace(old, new)))
    problem = caught.value.problem
    assert (problem.code, problem.facts["field"], problem.facts["line"]) == (code, field, line)


@pytest.mark.parametrize("text", ["[playvox", "x = = 1", "\0", "[playvox]\n" * 2])
def test_invalid_toml_is_reported(tmp_path: Path, text: str) -> None:
    with pytest.raises(ProblemError) as caught:
        read_config(written(tmp_path, text))
    assert caught.value.problem.code == "config_unreadable"


def test_a_missing_or_huge_file_is_said(tmp_path: Path) -> None:
    for file in (tmp_path / "none.toml", written(tmp_path, "#" * 1_000_001)):
        with pytest.raises(ProblemError) as caught:
            read_config(file)
        assert caught.value.problem.code == "config_unreadable"
