"""Checks of the source, the system packages and the lock files."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from vulture import Vulture

from build import system_packages
from build.check import classes_defined_twice, secrets_in

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("-----BEGIN " + "RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA0123456789\n", "private key"),
        ("secret = 'abc" + "8Q~" + "x" * 34 + "'", "Entra client secret"),
        ("ghp_" + "a1" * 18, "access token of a code host"),
        (".".join(["eyJ" + "a" * 30, "eyJ" + "b" * 30, "c" * 60]), "signed token"),
    ],
)
def test_secrets_are_recognized(text: str, kind: str) -> None:
    assert secrets_in(text) == [kind]


def test_ordinary_text_is_no_secret() -> None:
    assert secrets_in("A private key begins with -----BEGIN PRIVATE KEY----- and a token with eyJ.") == []


def test_a_missing_system_package_is_named() -> None:
    assert system_packages.missing(("dpkg", "surely-no-such-package")) == ["surely-no-such-package"]


def test_without_root_the_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_packages, "_is_root", lambda: False)
    with pytest.raises(system_packages.MissingPackagesError) as caught:
        system_packages.ensure(("dpkg", "surely-no-such-package"))
    assert "sudo apt-get install --yes --no-install-recommends surely-no-such-package" in str(caught.value)


@pytest.mark.parametrize("lock", ["run", "dev"])
def test_the_lock_holds_what_the_project_asks_for(lock: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = list(project["project"]["dependencies"])
    if lock == "dev":
        wanted += project["dependency-groups"]["dev"]
    text = (ROOT / "requirements" / f"{lock}.lock").read_text(encoding="utf-8")
    locked: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", text, re.MULTILINE):
        locked.setdefault(canonicalize_name(name), []).append(version)
    for requirement in map(Requirement, wanted):
        versions = locked.get(canonicalize_name(requirement.name), [])
        assert any(requirement.specifier.contains(version) for version in versions), requirement
    assert len(re.findall(r"--hash=sha256:", text)) >= len(locked)


def test_both_locks_agree() -> None:
    """The development lock contains exactly the versions that `make run` installs."""
    run, dev = (
        set(
            re.findall(
                r"^(\S+==\S+)", (ROOT / "requirements" / f"{name}.lock").read_text("utf-8"), re.MULTILINE
            )
        )
        for name in ("run", "dev")
    )
    assert run <= dev


def test_a_class_name_in_two_modules_is_a_complaint() -> None:
    sources = {
        "wizard/a.py": "class Route: ...\nclass _Row: ...\n",
        "wizard/b.py": "class Route: ...\nclass _Row: ...\n",
        "wizard/c.py": "class Other:\n    class Route: ...\n",
    }
    assert classes_defined_twice(sources) == [
        "class Route is defined in wizard/a.py and wizard/b.py; one name has one meaning"
    ]


def test_the_names_allowed_to_look_dead_are_all_needed() -> None:
    """A name that is used again, or gone, leaves the list: it would hide the next one of that name."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["vulture"]
    found = Vulture(ignore_decorators=settings["ignore_decorators"])
    found.scavenge([str(ROOT / path) for path in settings["paths"]])
    unused = {each.name for each in found.get_unused_code(min_confidence=settings["min_confidence"])}
    assert set(settings["ignore_names"]) - unused == set()
