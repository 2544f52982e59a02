"""Every subcommand of the installed program answers through a pipe, whatever the console's code page is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from build.windows.places import COMMAND_LINE
from tests.cli.conftest import CONFIG
from tests.mapping.corpora import FOLDER
from tests.packaging.windows.conftest import Answer, Installed
from wizard.cli import COMMANDS

pytestmark = [pytest.mark.windows, pytest.mark.timeout(900)]

PAGES = ("437", "850", "1252", "65001")
NAME = "Playvox é “→” 日本 😀"
NEEDED: dict[str, tuple[str, ...]] = {
    "apply": ("--config", "CONFIG", "--yes"),
    "check": ("CONFIG",),
    "drift": ("--config", "CONFIG"),
    "evaluate": ("--expression", f'\\"{NAME}\\"'),
    "export": ("--output", "FOLDER\\export é → 日本.toml"),
    "key": ("show",),
    "mappings": ("list",),
    "people": ("list",),
    "preview": ("--person", "PERSON", "--schema", "SCHEMA"),
    "provision": ("ana@contoso.example", "--dry-run"),
    "relink": ("ana@contoso.example", "--dry-run"),
    "report": ("--output", "FOLDER\\report é → 日本.html"),
    "restart": ("--dry-run",),
    "scope": ("show",),
    "undo": ("1", "--dry-run"),
    "watch": ("--once",),
    "why": ("ana@contoso.example",),
}
"""What each subcommand needs to do something; words in capitals stand for paths."""
WITHOUT_TENANT = {"check", "evaluate", "explain", "history", "journal", "preview", "updates"}
SHOW_NAME = {"apply", "history", "status", "evaluate"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that subcommands read, with names that no code page has."""
    made = tmp_path_factory.mktemp("pages") / "Müller → 日本"
    made.mkdir()
    (made / "setup é.toml").write_text(
        CONFIG.replace('name = "Playvox"', f'name = "{NAME}"'), encoding="utf-8"
    )
    (made / "person.json").write_text('{"id": "1", "userPrincipalName": "a@b.c"}', encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def tenant(installed: Installed, folder: Path) -> Iterator[Path]:
    """A practice tenant for all subcommands; `apply` comes first and makes what the others show."""
    with installed.practice(folder / "practice.json") as line:
        yield line


def piped(installed: Installed, page: str, folder: Path, *arguments: str, given: bytes = b"") -> Answer:
    """Run a subcommand by a script after `chcp`; the words come from a variable, which is Unicode."""
    script = folder / f"run-{page}.cmd"
    script.write_text(
        f'@chcp {page} >nul\r\n@"%PROGRAM%" %WORDS%\r\n@exit %ERRORLEVEL%\r\n', "ascii", newline=""
    )
    wine = installed.wine
    done = wine.run(
        "cmd", "/c", script, given=given, timeout=400,
        PROGRAM=wine.path(installed.folder / COMMAND_LINE),
        WORDS=" ".join(f'"{word}"' for word in arguments),
    )  # fmt: skip
    return Answer(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))


@pytest.mark.parametrize(
    "name", ["apply", *(name for name in COMMANDS if name not in ("apply", "practice"))]
)
def test_every_subcommand_answers(installed: Installed, tenant: Path, folder: Path, name: str) -> None:
    """Each under one of the pages, by turns; what is written does not depend on the page."""
    page = PAGES[sorted(COMMANDS).index(name) % len(PAGES)]
    paths = {
        "CONFIG": installed.wine.path(folder / "setup é.toml"),
        "PERSON": installed.wine.path(folder / "person.json"),
        "SCHEMA": installed.wine.path(FOLDER / "playvox_schema.json"),
        "FOLDER": installed.wine.path(folder),
    }
    words = [name]
    for word in NEEDED.get(name, ()):
        begin = next((each for each in paths if word.startswith(each)), "")
        words.append(paths[begin] + word.removeprefix(begin) if begin else word)
    if name not in WITHOUT_TENANT:
        words += ["--practice", installed.wine.path(tenant)]
    if name not in {"check", "evaluate", "explain", "preview"}:
        words += ["--data-folder", installed.wine.path(folder / "data 日本")]
    answer = piped(
        installed, page, folder, *words, given=b"StatusCode: Unauthorized" if name == "explain" else b""
    )
    # Adding an application cannot be undone, which is a problem with words.
    assert answer.code in ((2,) if name == "undo" else (0, 1)), (page, answer)
    assert "Traceback" not in answer.err, (page, answer)
    assert answer.err if name == "undo" else answer.out or name in ("export", "report"), (page, answer)
    if name in SHOW_NAME:
        assert NAME in answer.out, (page, answer)
    if name in ("export", "report"):
        (made,) = folder.glob(f"{name} é → 日本.*")
        assert NAME in made.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_a_reader_that_stops_reading_is_no_defect(installed: Installed, page: str, tmp_path: Path) -> None:
    """`find` reads to the end, `cmd /c exit` nothing at all."""
    script = tmp_path / "pipe.cmd"
    script.write_text(
        f'@chcp {page} >nul\r\n@"%PROGRAM%" apply --help | cmd /c exit\r\n', "ascii", newline=""
    )
    program = installed.wine.path(installed.folder / COMMAND_LINE)
    done = installed.wine.run("cmd", "/c", script, PROGRAM=program)
    assert b"Traceback" not in done.stderr, done
    assert b"Exception" not in done.stderr, done
