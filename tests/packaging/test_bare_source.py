"""The checkout on machines that have nothing: `make run` for a person and for root."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from build.fresh_debian import USER, FreshDebian

pytestmark = [pytest.mark.bare, pytest.mark.timeout(1500)]

HOMES = {"root": "/root", USER: f"/home/{USER}"}


@pytest.fixture(scope="module")
def unpacked(debian: FreshDebian, checkout: Path) -> None:
    """The checkout in both homes, on a machine with what the README names: git, make and Python."""
    debian.install("git", "make", "python3")
    shutil.copyfile(checkout, debian.root / "opt" / "checkout.tar")
    unpack = "mkdir ~/checkout && tar -x --no-same-owner -f /opt/checkout.tar -C ~/checkout"
    for user in HOMES:
        answer = debian.run(unpack, user=user)
        assert answer.returncode == 0, answer.stdout[-3000:]


@pytest.mark.usefixtures("unpacked")
def test_a_person_is_told_what_to_install(debian: FreshDebian) -> None:
    answer = debian.run("make -C checkout run", user=USER)
    assert answer.returncode != 0
    assert "These system packages are missing: " in answer.stdout
    assert "  sudo apt-get install --yes --no-install-recommends " in answer.stdout
    assert "Traceback" not in answer.stdout


@pytest.mark.parametrize("user", ["root", USER])
@pytest.mark.usefixtures("unpacked")
def test_make_run_takes_the_tour(
    debian: FreshDebian, user: str, check_tour: Callable[[Path], None]
) -> None:
    answer = debian.run("make -C ~/checkout run", user=user, seconds=1200)
    assert answer.returncode == 0, answer.stdout[-3000:]
    check_tour(debian.root / HOMES[user].lstrip("/") / "checkout" / "tour")


@pytest.mark.usefixtures("unpacked")
def test_tests_pass_on_the_newer_python_and_qt(debian: FreshDebian) -> None:
    if debian.release != "trixie":
        pytest.skip("Debian 12 has the Python and the PySide6 that all tests run with")
    versions = "import platform, PySide6; print(platform.python_version(), PySide6.__version__)"
    prepare = "cd ~/checkout && python3 -m build.setup_environment test"
    answer = debian.run(f"{prepare} && .venv/bin/python -c '{versions}'", seconds=600)
    assert answer.returncode == 0, answer.stdout[-3000:]
    assert re.fullmatch(r"3\.13\.\d+ 6\.12\.\d+", answer.stdout.splitlines()[-1])
    answer = debian.run("cd ~/checkout && .venv/bin/python -m build.run_tests subset", seconds=1200)
    print(answer.stdout[-200:])
    assert answer.returncode == 0, answer.stdout[-6000:]
