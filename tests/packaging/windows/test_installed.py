"""The installed program works: command line through pipes, keyring, code pages, tours."""

from __future__ import annotations

import re
import time
from contextlib import nullcontext
from pathlib import Path

import pytest

from build.windows import contents
from build.windows.parts import PYTHON
from build.windows.places import PROGRAM, WINDOW
from tests.packaging.windows.conftest import TOURS, Installed, LivedIn, dark
from wizard import __version__

pytestmark = [pytest.mark.windows, pytest.mark.timeout(900)]

STYLES = ("windowsvista", "windows11", "fusion")
NAME = "Playvox é “→” 日本 😀"
APPLICATION = "11111111-2222-4333-8444-555555555555"


def test_nothing_of_wines_and_nothing_unused_is_in_the_program() -> None:
    assert contents.faults(PROGRAM) == []


def test_a_stand_in_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "_internal").mkdir()
    (tmp_path / "_internal" / "ICUUC.dll").touch()
    assert "a stand-in of wine's: _internal/ICUUC.dll" in contents.faults(tmp_path)


def test_it_prints_its_version(installed: Installed) -> None:
    answer = installed.run("--version")
    assert (answer.code, answer.out.strip()) == (0, f"playvox-provisioning {__version__}"), answer


def test_the_command_line_does_a_whole_setup_through_pipes(lived_in: LivedIn) -> None:
    assert lived_in.apply.code == 0, lived_in.apply
    assert lived_in.name in lived_in.apply.out
    assert lived_in.status.code in (0, 1), lived_in.status
    assert lived_in.status.json["command"] == "status"
    assert lived_in.status.json["problem"] is None
    assert lived_in.plan.code in (0, 1), lived_in.plan
    assert "ana@contoso.example" in lived_in.plan.out
    assert lived_in.test.code in (0, 1), lived_in.test
    assert re.search(r"\d", lived_in.test.out)
    assert lived_in.history.json["changes"] != []


@pytest.mark.parametrize("page", ["437", "850", "1252", "65001"])
def test_output_survives_every_code_page(installed: Installed, page: str, tmp_path: Path) -> None:
    """`chcp` sets the console's code page; a redirected output has the program's own."""
    script = tmp_path / "evaluate.cmd"
    # By way of a variable: the path has letters that a script under most pages cannot name.
    program = installed.wine.path(installed.folder / "playvox-provisioning.exe")
    script.write_text(
        f'@chcp {page} >nul\r\n@"%PROGRAM%" evaluate --expression "\\"{NAME}\\"" --json\r\n',
        encoding="utf-8",
        newline="",
    )
    done = installed.wine.run("cmd", "/c", script, PROGRAM=program)
    assert done.returncode == 0, done
    assert b'"problem": null' in done.stdout


def test_the_credential_manager_keeps_what_the_program_saves(installed: Installed, tmp_path: Path) -> None:
    """Nobody knows this application, so its sign-in is refused; before that its secret is there or not."""
    secret = "ké" * 900  # more than one credential holds
    script = tmp_path / "forget.py"
    script.write_text(_FORGET, encoding="utf-8")
    with installed.practice(tmp_path / "practice.json") as line:

        def refusal(*more: str, stdin: str = "") -> str:
            flags = ("--client-id", APPLICATION, "--client-secret", *more, "--practice", line)
            answer = installed.run("status", "--json", *flags, stdin=stdin.encode())
            code: str = answer.json["problem"]["code"]
            return code

        assert refusal("keyring") == "client_secret_missing"
        for _ in range(3):  # the program waits for the keyring for some seconds only
            unknown = refusal("stdin", "--keep-client-secret", stdin=f"{secret}\n")
            assert unknown != "client_secret_missing"
            if refusal("keyring") == unknown:
                break
        else:
            pytest.fail("the secret was not kept")
        done = installed.wine.run(PYTHON / "python.exe", script, f"client-secret.{APPLICATION}", secret)
        assert done.stdout.decode().split() == ["same", "gone"], done
        assert refusal("keyring") == "client_secret_missing"


_FORGET = """
import asyncio, sys
from wizard.security import vault
from wizard.security.vault import Vault

vault._QUICK = 120  # seconds, on a busy computer

async def main():
    folder, name = "playvox-provisioning/application", sys.argv[1]
    found = await Vault(folder).load(name)
    print("same" if found is not None and found.get_secret_value() == sys.argv[2] else "other")
    await Vault(folder).forget(name)
    print("gone" if await Vault(folder).load(name) is None else "there")

asyncio.run(main())
"""


def test_windows_limit_fits_a_long_secret(installed: Installed, tmp_path: Path) -> None:
    """With Windows' limit enforced: wine takes more than Windows does."""
    script = tmp_path / "keep.py"
    script.write_text(_KEEP, encoding="utf-8")
    done = installed.wine.run(PYTHON / "python.exe", script)
    assert done.stdout.decode().split() == ["Saved", "same", "gone"], done


_KEEP = """
import asyncio
from keyring.backends import Windows
from pydantic import SecretStr
from wizard.security import vault
from wizard.security.vault import Vault

vault._QUICK = 120  # seconds, on a busy computer
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


def test_a_second_start_shows_the_open_window(installed: Installed, tmp_path: Path) -> None:
    data, note = tmp_path / "data", tmp_path / "data" / "window" / "show"
    with installed.window("--data-folder", data) as first:
        until = time.monotonic() + 240
        while not note.parent.is_dir() and time.monotonic() < until:
            time.sleep(0.2)
        note.touch()  # as a start that came too early leaves it; taken away when the window is ready
        while note.exists() and time.monotonic() < until:
            time.sleep(0.2)
        assert not note.exists()
        again = installed.wine.run(installed.folder / WINDOW, "--data-folder", data, timeout=120)
        assert (again.returncode, first.poll(), note.exists()) == (0, None, False)


@pytest.mark.parametrize("number", range(TOURS))
def test_the_window_takes_its_tour_in_every_style(
    installed: Installed, number: int, tmp_path: Path
) -> None:
    """Every text of every picture must be 4.5:1, every second time in dark colors.

    `WINDOWS_TOURS=10` takes more tours.
    """
    with dark(installed.wine) if number % 2 else nullcontext():
        report = installed.tour(tmp_path / "tour", STYLES[number % len(STYLES)])
    assert "failure" not in report, report["failure"]
    assert report["job"]["state"] == "Active"
    assert report["mismatches"] == []
    assert report["secret_masked"] is True
    assert report["faint_texts"] == {}
    assert report["exit code"] == 0
