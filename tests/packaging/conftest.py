"""A fresh Debian, what is copied into it, and what a tour has to show."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from build.fresh_debian import RELEASES, FreshDebian, fresh_debian
from build.package import DIST, ROOT
from wizard import __version__


@pytest.fixture(scope="module", params=RELEASES)
def debian(request: pytest.FixtureRequest) -> Iterator[FreshDebian]:
    """A new copy of each release, for the tests of one module."""
    with fresh_debian(request.param) as fresh:
        yield fresh


@pytest.fixture(scope="session")
def deb() -> Path:
    """The package that `make deb` built."""
    return next(DIST.glob(f"playvox-provisioning_{__version__}_*.deb"))


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This checkout as a tar file: what git knows, and nothing that was built or installed in it."""
    packed = tmp_path_factory.mktemp("checkout") / "checkout.tar"
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    pack = ["tar", "--create", "--file", packed, "--null", "--ignore-failed-read", "--files-from", "-"]
    subprocess.run(pack, cwd=ROOT, input=names, capture_output=True, check=True)
    return packed


def _check_tour(folder: Path) -> None:
    truth = json.loads((folder / "tour.json").read_text(encoding="utf-8"))
    assert truth["applications"] == 1
    assert truth["job"]["state"] == "Active"
    assert truth["in_playvox"]
    assert truth["mismatches"] == []
    assert truth["secret_masked"] is True
    assert len(list(folder.glob("*.png"))) >= 9


@pytest.fixture(scope="session")
def check_tour() -> Callable[[Path], None]:
    """Checks the same result that `make run` must have."""
    return _check_tour
