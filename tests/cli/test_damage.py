"""Every subcommand that reads the data folder, with everything that may lie in it.

Whatever is damaged: no traceback, no hang, no defect, and no result that looks whole. What can be read is
shown, what cannot is named with its path, and no damaged database is lost.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from wizard.cli import main
from wizard.setup import Journal, OperationState, Profiles

DAMAGED, OTHER = "global-1", "global-2"
Damage = Callable[[Path], Path]
"""Damages something in the data folder; returns the path that must be named."""


def _filled(folder: Path) -> Path:
    for name in (OTHER, DAMAGED):
        Profiles(folder / "profiles").change(name, tenant_id=f"t-{name}", account=f"ada@{name}.example")
        journal = Journal(folder / "journal.sqlite", name)
        for _each in range(2):
            number = journal.begin("job.pause", "sp", f"ada@{name}.example", {}, {})
            journal.end(number, OperationState.DONE, {})
    return folder


def _profile(make: Callable[[Path], object]) -> Damage:
    def damage(folder: Path) -> Path:
        path = folder / "profiles" / f"{DAMAGED}.json"
        path.unlink()
        make(path)
        return path

    return damage


def _row(column: str, value: object) -> Damage:
    def damage(folder: Path) -> Path:
        path = folder / "journal.sqlite"
        with sqlite3.connect(path) as database:
            database.execute(f"UPDATE operations SET {column} = ? WHERE id = 3", (value,))
        database.close()
        return path

    return damage


def _journal(make: Callable[[Path], object]) -> Damage:
    def damage(folder: Path) -> Path:
        path = folder / "journal.sqlite"
        content = path.read_bytes()
        path.unlink()
        (folder / "content").write_bytes(content)
        make(path)
        return path

    return damage


def _half(path: Path) -> None:
    content = path.with_name("content").read_bytes()
    path.write_bytes(content[: len(content) // 2])


def _scrambled(path: Path) -> None:
    content = path.with_name("content").read_bytes()
    path.write_bytes(content[:4096] + b"\xa5" * (len(content) - 4096))


def _newer(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()


def _file_for_folder(name: str) -> Damage:
    def damage(folder: Path) -> Path:
        path = folder / name
        shutil.rmtree(path)
        path.write_text("x")
        return path

    return damage


def _itself(folder: Path) -> Path:
    shutil.rmtree(folder)
    folder.write_text("x")
    return folder


def _leads_nowhere(name: str) -> Damage:
    """A link to a folder that is gone, such as on a drive that is not connected."""

    def damage(folder: Path) -> Path:
        path = folder / name
        shutil.rmtree(path)
        path.symlink_to(folder.parent / "gone" / "folder")
        return path

    return damage


def _locked(folder: Path) -> Path:
    if os.name != "posix" or os.geteuid() == 0:
        pytest.skip("permissions stop nobody here")
    (folder / "profiles").chmod(0)
    return folder / "profiles"


def _fifo(path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes with a name here")
    os.mkfifo(path)


DAMAGES: dict[str, Damage] = {
    "profile empty": _profile(lambda path: path.write_bytes(b"")),
    "profile no text": _profile(lambda path: path.write_bytes(b"\xff\xfe\x00")),
    "profile a list": _profile(lambda path: path.write_text("[1]")),
    "profile cut": _profile(lambda path: path.write_text('{"version": 1, "id": "glo')),
    "profile deep": _profile(lambda path: path.write_text("[" * 200_000 + "]" * 200_000)),
    "profile long number": _profile(lambda path: path.write_text('{"version": ' + "9" * 6000 + "}")),
    "profile huge": _profile(lambda path: path.write_bytes(b" " * 5_000_000)),
    "profile newer": _profile(lambda path: path.write_text('{"version": 9, "id": "global-1"}')),
    "profile naive date": _profile(
        lambda path: path.write_text('{"version": 1, "id": "global-1", "changed": "2026-01-01T00:00:00"}')
    ),
    "profile a pipe": _profile(_fifo),
    "profile a folder": _profile(lambda path: path.mkdir()),
    "profile a loop": _profile(lambda path: path.symlink_to(path)),
    "row bad JSON": _row("new", "{"),
    "row deep JSON": _row("old", "[" * 100_000),
    "row list": _row("old", "[]"),
    "row number": _row("outcome", 5),
    "row bytes": _row("new", b"\xff"),
    "row state": _row("state", "dancing"),
    "row date": _row("began", "yesterday"),
    "row date without zone": _row("began", "2026-01-01T00:00:00"),
    "row end": _row("ended", "never"),
    "row kind": _row("kind", b"\x00"),
    "journal no database": _journal(lambda path: path.write_text("no database" * 99)),
    "journal empty": _journal(lambda path: path.write_bytes(b"")),
    "journal half": _journal(_half),
    "journal scrambled": _journal(_scrambled),
    "journal newer": _journal(_newer),
    "journal a pipe": _journal(_fifo),
    "journal a folder": _journal(lambda path: path.mkdir()),
    "journal a link": _journal(lambda path: path.symlink_to(path.with_name("content"))),
    "profiles a file": _file_for_folder("profiles"),
    "profiles locked": _locked,
    "data folder a file": _itself,
    "profiles on a missing drive": _leads_nowhere("profiles"),
    "data folder on a missing drive": _leads_nowhere(""),
}
COMMANDS = ("history", "journal", "bundle", "test")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _filled(tmp_path_factory.mktemp("whole") / "data")


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Iterator[Path]:
    copy = tmp_path / "data"
    shutil.copytree(whole, copy)
    yield copy
    if (copy / "profiles").is_dir():
        (copy / "profiles").chmod(0o700)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("damage", DAMAGES.values(), ids=list(DAMAGES))
def test_damage_is_named_and_the_rest_is_shown(
    damage: Damage, command: str, as_json: bool, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = damage(folder)
    code = main(_arguments(command, folder, as_json=as_json))
    out, err = capsys.readouterr()
    assert "Traceback" not in err, err
    if command == "test" and "profiles" not in str(named) and named != folder:
        return  # tests an address of its own; the journal is not needed for it
    # The damaged profile was asked for by name: wrong use, with the reason beside it.
    assert code in ((1, 2, 3) if command == "test" else (1, 2)), (code, out, err)
    everything = out + err
    assert str(named) in everything.replace("\\\\", "\\"), everything
    if as_json and command in ("history", "journal") and code == 1:
        assert json.loads(out)["unread"], out
    if command in ("history", "journal") and named.name == f"{DAMAGED}.json":
        assert f"ada@{OTHER}.example" in out
        assert f"ada@{DAMAGED}.example" in out  # the journal does not need the profile
        assert code == 1


def _arguments(command: str, folder: Path, *, as_json: bool) -> list[str]:
    more = ["--profile", DAMAGED, "--timeout", "1"] if command == "test" else []
    return [command, *more, *(["--json"] if as_json else []), "--data-folder", str(folder)]


@pytest.mark.parametrize("name", ["row bad JSON", "row list", "row state", "row date", "row kind"])
def test_the_other_rows_are_shown(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    DAMAGES[name](folder)
    assert main(["journal", "--json", "--data-folder", str(folder)]) == 1
    out, err = capsys.readouterr()
    assert sorted(each["id"] for each in json.loads(out)["operations"]) == [1, 2, 4]
    assert "One entry of the journal" in err


@pytest.mark.parametrize(
    "name", ["journal no database", "journal empty", "journal half", "journal scrambled"]
)
def test_a_damaged_journal_is_kept_beside_a_new_one(
    name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = DAMAGES[name](folder)
    before = path.read_bytes()
    for code in (2, 1, 1):  # it is said as long as it lies there, and moved once
        assert main(["journal", "--data-folder", str(folder)]) == code
        [aside] = folder.glob("journal.sqlite.damaged-*")
        assert aside.read_bytes() == before
        assert str(aside) in capsys.readouterr().err
    aside.unlink()
    assert main(["journal", "--data-folder", str(folder)]) == 0


@pytest.mark.parametrize("command", ["history", "journal"])
def test_the_journal_of_a_setup_without_profile_is_shown(
    command: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(folder / "profiles")
    assert main([command, "--data-folder", str(folder)]) == 0
    out, _err = capsys.readouterr()
    assert f"ada@{OTHER}.example" in out
    assert f"ada@{DAMAGED}.example" in out


def test_a_whole_folder_is_no_damage(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = {"history": "", "journal": "", "bundle": "Nothing was saved: --output FILE names the file.\n"}
    for command, sentence in said.items():
        assert main([command, "--data-folder", str(folder)]) == 0
        assert capsys.readouterr().err == sentence
