"""Only its owner can read what the product stores, whatever the umask is."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from wizard.paths import data_folder, private_file, private_folder
from wizard.plan.link_store import KnownLink, LinkStore
from wizard.setup.journal import Journal
from wizard.setup.lock import SetUpLock
from wizard.setup.profiles import Profiles

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="permissions come from the folder there")


@pytest.fixture(params=[0o000, 0o022, 0o377], ids=["everybody may", "others may read", "nobody may"])
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, str]:
    """Permissions of everything below a folder, and of itself."""
    found = [folder, *folder.rglob("*")]
    return {str(each.relative_to(folder)): oct(stat.S_IMODE(each.stat().st_mode)) for each in found}


def expected(folder: Path) -> dict[str, str]:
    return {
        str(each.relative_to(folder)): oct(0o700 if each.is_dir() else 0o600)
        for each in [folder, *folder.rglob("*")]
    }


@pytest.mark.usefixtures("umask")
async def test_what_the_product_keeps_is_for_its_owner_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    links = LinkStore(data / "plans" / "one" / "links.sqlite")
    links.save("job", [KnownLink("person", "account", "linked", "2026-01-01")], "2026", "2026")
    Journal(data / "journal.sqlite", "one").operations()
    Profiles(data / "profiles").change("one", application_id="an-application")
    lock = SetUpLock(data / "turns", "one")
    await lock.acquire()
    try:
        assert len(modes(data)) > 8
        assert modes(data) == expected(data)
    finally:
        lock.release()
    assert [each.account for each in links.load("job")] == ["account"]


@pytest.mark.usefixtures("umask")
def test_what_an_earlier_version_left_open_is_narrowed(tmp_path: Path) -> None:
    folder = tmp_path / "plans"
    folder.mkdir()
    folder.chmod(0o755)
    (folder / "links.sqlite").write_bytes(b"")
    (folder / "links.sqlite").chmod(0o644)
    LinkStore(folder / "links.sqlite").covered("job")
    assert modes(folder) == expected(folder)


def test_a_folder_that_others_may_share_stays_as_it_was_chosen(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    Journal(tmp_path / "journal.sqlite", "one").operations()
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o750
    assert stat.S_IMODE((tmp_path / "journal.sqlite").stat().st_mode) == 0o600


def test_what_a_file_holds_stays(tmp_path: Path) -> None:
    private_folder(tmp_path)
    (tmp_path / "file").write_text("kept")
    private_file(tmp_path / "file")
    assert (tmp_path / "file").read_text() == "kept"


def test_what_is_no_folder_keeps_its_permissions(tmp_path: Path) -> None:
    """With /dev/null as the data folder, root would otherwise take it away from everybody else."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    pipe.chmod(0o666)
    link = tmp_path / "link"
    link.symlink_to(pipe)
    for each in (pipe, link):
        with pytest.raises(NotADirectoryError):
            private_folder(each)
    assert stat.S_IMODE(pipe.stat().st_mode) == 0o666


@pytest.mark.skipif(sys.platform != "linux", reason="the XDG specification")
@pytest.mark.parametrize("value", ["relative", "../up", ".", "~/data"])
def test_a_data_folder_never_depends_on_where_the_program_is_started(
    value: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert data_folder() == tmp_path / "playvox-provisioning"
    monkeypatch.setenv("XDG_DATA_HOME", value)
    assert data_folder() == Path.home() / ".local" / "share" / "playvox-provisioning"
