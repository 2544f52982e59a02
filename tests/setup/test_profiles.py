"""Profiles are written completely or not at all, also when two programs write at the same moment."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from wizard.problem import ProblemError
from wizard.setup import Profiles
from wizard.setup.profile import profile_id


def test_changes_only_what_is_named(tmp_path: Path) -> None:
    profiles = Profiles(tmp_path)
    profiles.change(
        "global-1", tenant_url="https://acme.playvox.com/scim/v1", account="ada@contoso.example"
    )
    profiles.change("global-1", notification_email="it@contoso.example")
    found = profiles.load("global-1")
    assert found is not None
    assert (found.tenant_url, found.account, found.notification_email) == (
        "https://acme.playvox.com/scim/v1",
        "ada@contoso.example",
        "it@contoso.example",
    )


def test_unchanged_profile_is_not_written_again(tmp_path: Path) -> None:
    profiles = Profiles(tmp_path)
    first = profiles.change("a", account="ada@contoso.example")
    assert profiles.change("a", account="ada@contoso.example") == first


def test_members_of_another_version_are_ignored(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"version": 1, "id": "a", "account": "x", "colour": "blue"}')
    found = Profiles(tmp_path).load("a")
    assert found is not None
    assert found.account == "x"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('{"version": 2, "id": "a"}', "setup_profile_newer"),
        ('{"version": 1, "id": ', "setup_profile_unreadable"),
        ('{"version": 1, "id": "a", "deletion_threshold": -4}', "setup_profile_unreadable"),
        ("[]", "setup_profile_unreadable"),
        ("\0\xff", "setup_profile_unreadable"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, content: str, code: str) -> None:
    (tmp_path / "a.json").write_text(content, encoding="latin-1")
    with pytest.raises(ProblemError) as caught:
        Profiles(tmp_path).load("a")
    assert caught.value.problem.code == code
    assert Profiles(tmp_path).all() == ()


def test_a_damaged_profile_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("damaged")
    with pytest.raises(ProblemError):
        Profiles(tmp_path).change("a", account="x")
    assert (tmp_path / "a.json").read_text() == "damaged"


@pytest.mark.parametrize("name", ["../evil", "a/b", "", "A", "a" * 81])
def test_names_stay_inside_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError):
        Profiles(tmp_path).load(name)


def test_profile_id_is_a_file_name() -> None:
    assert profile_id("global", "E786-ü/..") == "global-e786-----"


def test_several_copies_of_the_program_lose_nothing(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from wizard.setup import Profiles\n"
        "profiles = Profiles(Path(sys.argv[1]))\n"
        "for n in range(15):\n"
        "    profiles.change('a', **{sys.argv[2]: f'{sys.argv[3]}{n}'})\n"
    )
    fields = ("account", "tenant_name", "notification_email")
    running = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path), field, "v"]) for field in fields
    ]
    assert [each.wait(60) for each in running] == [0, 0, 0]
    data = json.loads((tmp_path / "a.json").read_text())
    assert [data[field] for field in fields] == ["v14", "v14", "v14"]
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".new"] == []
