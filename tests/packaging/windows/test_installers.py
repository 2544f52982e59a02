"""Installing, upgrading and removing: silently, for one person and for the computer."""

from __future__ import annotations

from pathlib import Path

import pytest

from build.windows import installer, msi, signing
from build.windows.places import COMMAND_LINE, INSTALLER, MSI, NAME, PROGRAM, TITLE, WINDOW
from build.windows.wine import Wine
from tests.packaging.windows.conftest import (
    IS_OPEN,
    MENU,
    Installed,
    LivedIn,
    install,
    local_data,
    older_program,
    registry,
    remove,
)
from wizard import __version__

pytestmark = [pytest.mark.windows, pytest.mark.timeout(900)]

OLDER = "0.0.9"


def shortcuts(prefix: Wine) -> list[Path]:
    return list(prefix.drive.glob(f"**/Start Menu/Programs/{MENU}"))


def test_apps_and_features_knows_the_program(installed: Installed) -> None:
    prefix = installed.wine
    assert registry(prefix, "DisplayName") == TITLE
    assert registry(prefix, "DisplayVersion") == __version__
    assert registry(prefix, "QuietUninstallString").endswith('uninstall.exe" /S')
    assert int(registry(prefix, "EstimatedSize").removeprefix("dword:"), 16) > 50_000
    assert len(shortcuts(prefix)) == 1
    assert "Program Files" not in str(installed.folder)


def test_an_open_program_is_not_replaced_and_not_removed(lived_in: LivedIn) -> None:
    assert lived_in.install_while_open == IS_OPEN
    assert lived_in.missing_after_removal_while_open == []
    assert registry(lived_in.installed.wine, "DisplayVersion") == __version__


def test_an_upgrade_keeps_the_setup_and_drops_old_files(lived_in: LivedIn, tmp_path: Path) -> None:
    installed, prefix = lived_in.installed, lived_in.installed.wine
    data = local_data(prefix)
    before = contents_of(data)
    assert any("profiles" in name for name in before)
    remove(prefix, installed.folder)
    setup = installer.make(
        tmp_path / "older.exe", version=OLDER, program=older_program(tmp_path), compressor="zlib"
    )
    older = install(prefix, setup)
    assert registry(prefix, "DisplayVersion") == OLDER
    newer = install(prefix, INSTALLER)
    assert newer.folder == older.folder
    assert registry(prefix, "DisplayVersion") == __version__
    assert not (newer.folder / "_internal" / "dropped.dll").exists()
    assert contents_of(data) == before
    history = newer.run("history", "--json")
    assert history.json == lived_in.history.json
    refused = prefix.run(setup, "/S")
    assert refused.returncode == 1638 % 256
    assert registry(prefix, "DisplayVersion") == __version__


def contents_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize(
    ("flags", "stays"), [((), True), (("/DeleteData",), False)], ids=["keep", "delete"]
)
def test_removing_leaves_nothing_but_the_data_that_is_kept(
    installed: Installed, flags: tuple[str, ...], stays: bool
) -> None:
    prefix = installed.wine
    data = local_data(prefix)
    data.mkdir(exist_ok=True)
    (data / "profile.json").touch()
    mine = installed.folder / "mine.txt"
    mine.touch()
    remove(prefix, installed.folder, *flags)
    assert sorted(path.name for path in installed.folder.iterdir()) == ["mine.txt"]
    mine.unlink()
    assert shortcuts(prefix) == []
    assert registry(prefix, "DisplayName") == ""
    assert data.exists() is stays
    install(prefix, INSTALLER)


def test_for_the_computer(prefix: Wine) -> None:
    made = install(prefix, INSTALLER, "/AllUsers")
    assert "Program Files" in str(made.folder)
    assert registry(prefix, "QuietUninstallString", "/AllUsers").endswith("/S /AllUsers")
    assert made.run("--version").code == 0
    remove(prefix, made.folder, "/AllUsers")
    assert not made.folder.exists()


def test_the_msi_installs_upgrades_and_leaves_nothing(prefix: Wine, tmp_path: Path) -> None:
    folder = prefix.drive / "Program Files" / TITLE
    older = msi.make(tmp_path / "older.msi", version=OLDER, program=older_program(tmp_path))
    for package in (older, MSI):
        done = prefix.run("msiexec", "/i", package, "/qn", timeout=400)
        assert done.returncode == 0, done
        assert (folder / WINDOW).is_file()
    assert not (folder / "_internal" / "dropped.dll").exists()
    assert Installed(prefix, folder).run("--version").code == 0
    prefix.run("msiexec", "/x", MSI, "/qn", timeout=400)
    prefix.wait()
    assert not folder.exists()


def test_the_same_program_gives_the_same_description_of_the_msi() -> None:
    described = msi.describe(PROGRAM, "1.2.3")
    assert described == msi.describe(PROGRAM, "1.2.3")
    assert msi.UPGRADE_CODE.encode() in described
    assert f'Name="{COMMAND_LINE}"'.encode() in described


def test_programs_are_signed_where_a_certificate_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import subprocess

    key, certificate, both = (tmp_path / name for name in ("key.pem", "certificate.pem", "both.p12"))
    password = tmp_path / "password"
    password.write_text("rehearsal")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:3072", "-nodes", "-keyout", key, "-out", certificate,
         "-days", "2", "-subj", "/CN=Rehearsal", "-addext", "extendedKeyUsage=codeSigning"],
        check=True, capture_output=True,
    )  # fmt: skip
    subprocess.run(
        ["openssl", "pkcs12", "-export", "-inkey", key, "-in", certificate, "-out", both,
         "-passout", f"file:{password}"],
        check=True, capture_output=True,
    )  # fmt: skip
    program = tmp_path / COMMAND_LINE
    program.write_bytes((PROGRAM / COMMAND_LINE).read_bytes())
    monkeypatch.delenv("WINDOWS_CERTIFICATE", raising=False)
    assert signing.signer() is None
    monkeypatch.setenv("WINDOWS_CERTIFICATE", str(both))
    monkeypatch.setenv("WINDOWS_CERTIFICATE_PASSWORD_FILE", str(password))
    assert signing.main([str(program)]) == 0
    answer = subprocess.run(
        ["osslsigncode", "verify", "-CAfile", certificate, "-in", program], capture_output=True, text=True
    )
    assert answer.returncode == 0, answer.stdout
    assert NAME in program.name
