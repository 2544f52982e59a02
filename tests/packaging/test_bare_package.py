"""The Debian package on machines that have nothing: installed, used by root and by a person, removed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from build.fresh_debian import USER, FreshDebian
from wizard import __version__

pytestmark = [pytest.mark.bare, pytest.mark.timeout(900)]

NAME = "playvox-provisioning"
# A person's setups and journal: a removed package never takes them away.
KEPT = f".local/share/{NAME}"
# The system's font library keeps this for a person, whichever program draws text first.
FONTS = ".cache/fontconfig"
ON_A_SCREEN = """
Xvfb -displayfd 3 -screen 0 1600x1200x24 3>~/screen 2>~/xvfb & screen=$!
until [ -s ~/screen ] || ! kill -0 $screen; do sleep 0.2; done
DISPLAY=:$(cat ~/screen) {command}; code=$?
kill $screen; wait $screen; rm ~/screen ~/xvfb; exit $code
"""
AGAINST_PRACTICE = f"""
{NAME} practice serve --people 20 >~/line & practice=$!
until [ -s ~/line ] || ! kill -0 $practice; do sleep 0.2; done
{NAME} test --practice ~/line; code=$?
kill $practice; wait $practice; rm ~/line; exit $code
"""
both = pytest.mark.parametrize("user", ["root", USER])


INSTALL = f"apt-get install -q -y --no-install-recommends /opt/{NAME}.deb"
REMOVE = f"apt-get purge -q -y {NAME}"


def well(debian: FreshDebian, command: str) -> None:
    answer = debian.run(command)
    assert answer.returncode == 0, answer.stdout[-3000:]


@pytest.fixture(scope="module")
def before(debian: FreshDebian, deb: Path) -> set[str]:
    """The files before the package came, with all that it depends on; it is installed now."""
    debian.install("xvfb")
    well(debian, "mkdir --mode=1777 /tmp/.X11-unix")
    shutil.copyfile(deb, debian.root / "opt" / f"{NAME}.deb")
    well(debian, f"{INSTALL} && {REMOVE}")
    found = debian.files()
    well(debian, INSTALL)
    return found


@both
@pytest.mark.usefixtures("before")
def test_it_starts(debian: FreshDebian, user: str) -> None:
    answer = debian.run(f"{NAME} --version", user=user)
    assert answer.returncode == 0, answer.stdout[-3000:]
    assert answer.stdout == f"{NAME} {__version__}\n"


@both
@pytest.mark.usefixtures("before")
def test_without_a_display_it_says_so(debian: FreshDebian, user: str) -> None:
    answer = debian.run(NAME, user=user)
    assert answer.returncode == 2, answer.stdout
    assert answer.stdout.splitlines()[:2] == [
        "The window cannot be opened.",
        "There is no display: neither DISPLAY nor WAYLAND_DISPLAY is set.",
    ]


@both
@pytest.mark.usefixtures("before")
def test_it_takes_the_tour(debian: FreshDebian, user: str, check_tour: Callable[[Path], None]) -> None:
    answer = debian.run(ON_A_SCREEN.format(command=f"{NAME} --tour /tmp/tour-{user}"), user=user)
    assert answer.returncode == 0, answer.stdout[-3000:]
    check_tour(debian.root / "tmp" / f"tour-{user}")


@both
@pytest.mark.usefixtures("before")
def test_it_tests_a_connection(debian: FreshDebian, user: str) -> None:
    answer = debian.run(AGAINST_PRACTICE, user=user)
    assert answer.returncode == 0, answer.stdout[-3000:]


def test_the_archive_runs_where_it_is_unpacked(debian: FreshDebian, deb: Path) -> None:
    [archive] = deb.parent.glob(f"{NAME}-{__version__}-linux-*.tar.gz")
    packed = Path(shutil.copyfile(archive, debian.root / "opt" / "archive.tar.gz"))
    unpack = "mkdir ~/unpacked && tar -x -f /opt/archive.tar.gz -C ~/unpacked --strip-components=1"
    answer = debian.run(
        f"{unpack} && ~/unpacked/{NAME} --version; code=$?; rm -r ~/unpacked; exit $code", user=USER
    )
    packed.unlink()
    assert answer.returncode == 0, answer.stdout[-3000:]
    assert answer.stdout == f"{NAME} {__version__}\n"


def test_removed_it_leaves_only_what_people_made(debian: FreshDebian, before: set[str]) -> None:
    well(debian, REMOVE)
    left = sorted(debian.files() - before)
    assert [name for name in left if not any(_belongs(name, each) for each in (KEPT, FONTS))] == []


def _belongs(name: str, kept: str) -> bool:
    """Whether a path is this folder of a person, in it, or above it."""
    inside = _in_home(name)
    return f"{inside}/".startswith(f"{kept}/") or kept.startswith(f"{inside}/")


def _in_home(name: str) -> str:
    """A path below a person's home, relative to it."""
    for home in ("root/", f"home/{USER}/"):
        if name.startswith(home):
            return name.removeprefix(home)
    return f"/{name}"
