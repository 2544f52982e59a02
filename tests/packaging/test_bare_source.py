"""The checkout on machines that have nothing: `make run` for a person and for root."""

from __future__ import annotations

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
    for user, home in HOMES.items():
        (debian.root / home.lstrip("/") / "checkout").mkdir()
        packed = debian.root / "opt" / "checkout.tar"
        packed.write_bytes(checkout.read_bytes())
        answer = debian.run("tar --extract --file /opt/checkout.tar --directory ~/checkout", user=user)
        assert answer.returncode == 0, answer.stdout


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
