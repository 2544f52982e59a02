"""The frozen program and its Debian package: their contents, and that the program starts."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from build.frozen import is_unwanted
from build.package import FROZEN, PROGRAM, TOUR, freeze
from build.practice_window import tour
from wizard import __version__

pytestmark = [pytest.mark.packaging, pytest.mark.timeout(900)]

PACKAGE = "playvox-provisioning"
MOST_BYTES = 230_000_000


def run(*command: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, timeout=600, **options
    )


def test_only_what_is_used_is_frozen() -> None:
    files = [path for path in FROZEN.rglob("*") if path.is_file()]
    assert not [path for path in files if is_unwanted(str(path.relative_to(FROZEN)))]
    assert sum(path.stat().st_size for path in files if not path.is_symlink()) < MOST_BYTES
    names = {path.name for path in files}
    assert [path.name for path in FROZEN.rglob("*") if path.is_symlink() and not path.exists()] == []
    assert {"libqxcb.so", "libqoffscreen.so", "libQt6Widgets.so.6"} <= names


def test_the_frozen_program_took_its_tour(check_tour: Callable[[Path], None]) -> None:
    check_tour(TOUR)


@pytest.mark.parametrize("language", ["es", "pt-BR", "x-pseudo-rtl"])
def test_the_frozen_program_takes_its_tour_in_every_language(
    language: str, tmp_path: Path, check_tour: Callable[[Path], None]
) -> None:
    assert tour([str(PROGRAM), "--language", language], tmp_path / "tour") == 0
    check_tour(tmp_path / "tour")
    truth = json.loads((tmp_path / "tour" / "tour.json").read_text(encoding="utf-8"))
    assert truth["untranslated"] == {}


def test_the_frozen_program_prints_its_version() -> None:
    answer = run(PROGRAM, "--version")
    assert answer.returncode == 0, answer.stderr
    assert __version__ in answer.stdout


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("apply", "--help"), ("--print-completion", "bash"), ("journal",)],
    ids=" ".join,
)
def test_the_frozen_program_has_what_is_loaded_late(arguments: tuple[str, ...], tmp_path: Path) -> None:
    more = ("--data-folder", tmp_path) if arguments == ("journal",) else ()
    answer = run(PROGRAM, *arguments, *more)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout or more


def test_the_package_holds_a_desktop_entry_with_its_icon(deb: Path, tmp_path: Path) -> None:
    assert run("dpkg-deb", "-x", deb, tmp_path).returncode == 0
    share = tmp_path / "usr" / "share"
    entry = share / "applications" / f"{PACKAGE}.desktop"
    verdict = run("desktop-file-validate", entry)
    assert verdict.returncode == 0, verdict.stdout
    described = share / "metainfo" / "io.github.playvox_provisioning.metainfo.xml"
    verdict = run("appstreamcli", "validate", "--no-net", described)
    assert verdict.returncode == 0, verdict.stdout
    assert f'<release version="{__version__}"' in described.read_text(encoding="utf-8")
    assert (share / "icons" / "hicolor" / "scalable" / "apps" / f"{PACKAGE}.svg").is_file()
    assert (share / "man" / "man1" / f"{PACKAGE}.1.gz").is_file()
    for script in (f"bash-completion/completions/{PACKAGE}", f"zsh/vendor-completions/_{PACKAGE}"):
        assert "--key-stdin" in (share / script).read_text(encoding="utf-8")
    assert (tmp_path / "usr" / "bin" / PACKAGE).readlink() == Path(f"../lib/{PACKAGE}/{PACKAGE}")


def test_lintian_finds_nothing_but_what_is_overridden(deb: Path) -> None:
    verdict = run("lintian", "--allow-root", "--display-info", "--fail-on", "error,warning", deb)
    assert verdict.returncode == 0, verdict.stdout
    assert "unused-override" not in verdict.stdout


def test_the_package_names_what_its_files_need(deb: Path) -> None:
    needed = run("dpkg-deb", "--field", deb, "Depends").stdout
    assert "libc6 (>= 2." in needed
    assert "libegl1" in needed
    assert "libglib2.0-0" not in needed  # it is inside, and has another name on Debian 13


def test_the_program_says_what_it_is_made_of() -> None:
    bill = json.loads((FROZEN / "sbom.cdx.json").read_text(encoding="utf-8"))
    parts = {part["name"] for part in bill["components"]}
    assert {"cryptography", "msal", "pyside6-essentials"} <= parts
    assert not parts & {"pytest", "pyinstaller", "faker", "mypy"}
    texts = (FROZEN / "licenses.txt").read_text(encoding="utf-8")
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in texts
    assert [part for part in parts if f"\n{part} " not in texts] == []


def test_the_same_source_gives_the_same_files(tmp_path: Path) -> None:
    again = freeze(tmp_path)
    assert digests(again) == digests(FROZEN)


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
