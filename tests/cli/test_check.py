"""`check` and every subcommand with a wrong file: exit code, stream, and a sentence for each mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import CONFIG, Run

WRONG = """\
[playvox]
tenant_url = "http://acme.playvox.com"
[provisioning]
enabled = "no"
deletion_threshold = "60"
notification_mail = "it@contoso.example"
"""


def test_a_right_file_is_right(run: Run, config: Path) -> None:
    answer = run("check", config)
    assert (answer.code, answer.out, answer.err) == (0, f"{config} is right.\n", "")
    assert run("check", config, "--json").json == {
        "schema": 1,
        "command": "check",
        "valid": True,
        "problem": None,
        "problems": [],
        "mistakes": 0,
    }


def test_every_mistake_is_reported_with_its_place(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text(WRONG)
    answer = run("check", file)
    assert (answer.code, answer.out) == (3, "")
    for place in ("line 2, column 14", "line 4, column 11", "line 5, column 22", "line 6, column 1"):
        assert f"{file}, {place}:" in answer.err
    assert "Did you mean notification_email?" in answer.err
    assert "4 mistakes; nothing was done." in answer.err
    found = run("check", file, "--json")
    assert (found.code, found.err, found.json["valid"]) == (3, "", False)
    rows = [
        (row["code"], row["line"], row["column"], row["field"], row["cause"], row["near"])
        for row in found.json["problems"]
    ]
    assert rows == [
        ("config_bad_value", 2, 14, "playvox.tenant_url", "address_not_https", None),
        ("config_bad_value", 4, 11, "provisioning.enabled", "yes_no", None),
        ("config_bad_value", 5, 22, "provisioning.deletion_threshold", "whole_number", None),
        ("config_unknown_key", 6, 1, "provisioning.notification_mail", "", "notification_email"),
    ]
    assert found.json["problem"]["code"] == "config_bad_value"


@pytest.mark.parametrize("command", ["apply", "drift", "plan"])
def test_a_wrong_file_stops_every_subcommand_before_signing_in(
    run: Run, tmp_path: Path, command: str
) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text(WRONG)
    answer = run(command, "--config", file, "--json")
    assert (answer.code, answer.err, len(answer.json["problems"])) == (3, "", 4)


@pytest.mark.parametrize(
    "content",
    [
        b"#" * 10_000_000,
        b"x = " + b"[" * 100_000,
        b"x = " + b"9" * 5000,
        b".".join([b"a"] * 200_000) + b" = 1",
        b"x = '\xff'",
        b"\x00" * 100,
        CONFIG.replace("acme.playvox.com", "not an address").encode(),
    ],
    ids=["large", "deep", "number", "parts", "encoding", "zeros", "address"],
)
def test_hostile_files_end_with_a_sentence(run: Run, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "hostile.toml"
    file.write_bytes(content)
    answer = run("check", file)
    assert (answer.code, answer.out) == (3, "")
    assert str(file) in answer.err
    for foreign in ("Traceback", "pydantic", "Errno", "recursion"):
        assert foreign not in answer.err


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("status", "--cloud", "usgv", "--json"), "cloud_unknown"),
        (("drift", "--tenant", "not a tenant", "--json"), "tenant"),
        (("practice", "serve", "--fault", "stale-read"), "stale-reads"),
    ],
    ids=["cloud", "tenant", "fault"],
)
def test_a_name_that_does_not_exist_is_wrong_use(
    run: Run, config: Path, arguments: tuple[str, ...], named: str
) -> None:
    more = ("--config", config) if arguments[0] == "drift" else ()
    answer = run(*arguments, *more)
    assert answer.code == 3, answer.err
    assert named in answer.out + answer.err
    assert "Traceback" not in answer.err
