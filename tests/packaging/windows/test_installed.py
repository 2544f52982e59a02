"""The installed program works: command line through pipes, keyring, code pages, tours."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from build.windows import contents
from build.windows.parts import PYTHON
from build.windows.places import PROGRAM
from tests.cli.conftest import CONFIG
from tests.packaging.windows.conftest import Installed
from wizard import __version__

pytestmark = [pytest.mark.windows, pytest.mark.timeout(900)]

STYLES = ("windowsvista", "windows11", "fusion")
NAME = "Playvox é “→” 日本 😀"


def test_nothing_of_wines_and_nothing_unused_is_in_the_program() -> None:
    assert contents.faults(PROGRAM) == []


def test_a_stand_in_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "_internal").mkdir()
    (tmp_path / "_internal" / "ICUUC.dll").touch()
    assert "a stand-in of wine's: _internal/ICUUC.dll" in contents.faults(tmp_path)


def test_it_prints_its_version(installed: Installed) -> None:
    answer = installed.run("--version")
    assert (answer.code, answer.out.strip()) == (0, f"playvox-provisioning {__version__}"), answer


def test_the_command_line_does_a_whole_setup(installed: Installed, tmp_path: Path) -> None:
    config = tmp_path / "setup é.toml"
    config.write_text(CONFIG.replace('name = "Playvox"', f'name = "{NAME}"'), encoding="utf-8")
    with installed.practice(tmp_path / "practice.json") as line:
        tenant = ("--practice", line, "--data-folder", tmp_path / "data")
        applied = installed.run("apply", "--config", config, "--yes", *tenant)
        assert applied.code == 0, applied
        assert NAME in applied.out
        status = installed.run("status", "--json", *tenant)
        assert status.code in (0, 1), status
        assert status.json["command"] == "status"
        assert status.json["problem"] is None
        plan = installed.run("plan", *tenant)
        assert plan.code in (0, 1), plan
        assert "ana@contoso.example" in plan.out
        tested = installed.run("test", *tenant)
        assert tested.code in (0, 1), tested
        assert re.search(r"\d", tested.out)


@pytest.mark.parametrize("page", ["437", "850", "1252", "65001"])
def test_output_survives_every_code_page(installed: Installed, page: str, tmp_path: Path) -> None:
    """`chcp` sets the console's code page; a redirected output has the program's own."""
    script = tmp_path / "evaluate.cmd"
    program = installed.wine.path(installed.folder / "playvox-provisioning.exe")
    script.write_text(
        f'@chcp {page} >nul\r\n@"{program}" evaluate --expression "\\"{NAME}\\"" --json\r\n',
        encoding="utf-8",
        newline="",
    )
    done = installed.wine.run("cmd", "/c", script)
    assert done.returncode == 0, done
    assert b'"problem": null' in done.stdout


def test_the_credential_manager_keeps_a_long_secret(installed: Installed, tmp_path: Path) -> None:
    """With Windows' limit enforced: wine takes more than Windows does."""
    script = tmp_path / "keep.py"
    script.write_text(_KEEP, encoding="utf-8")
    done = installed.wine.run(PYTHON / "python.exe", script)
    assert done.stdout.decode().split() == ["Saved", "same", "gone"], done


_KEEP = """
import asyncio
from keyring.backends import Windows
from pydantic import SecretStr
from wizard.security.vault import Vault

write = Windows.win32cred.CredWrite

def limited(credential, flags=0):
    assert len(credential["CredentialBlob"].encode("utf-16-le")) <= 2560
    return write(credential, flags)

Windows.win32cred.CredWrite = limited

async def main():
    secret = SecretStr("k\\u00e9\\U0001f600" * 1500)
    print(type(await Vault("windows-test").save("key", secret)).__name__)
    print("same" if await Vault("windows-test").load("key") == secret else "other")
    await Vault("windows-test").forget("key")
    print("gone" if await Vault("windows-test").load("key") is None else "there")

asyncio.run(main())
"""


@pytest.mark.parametrize("style", STYLES)
def test_the_window_takes_its_tour_in_every_style(installed: Installed, style: str, tmp_path: Path) -> None:
    report = installed.tour(tmp_path / "tour", style)
    assert "failure" not in report, report["failure"]
    assert report["job"]["state"] == "Active"
    assert report["mismatches"] == []
    assert report["secret_masked"] is True
    assert report["faint_texts"] == {}
    assert report["exit code"] == 0
