"""What releases are made from agrees: locks, the winget manifest, the MSI, the icon, versions."""

from __future__ import annotations

import hashlib
import json
import re
import struct
from pathlib import Path

import pytest
import yaml

from build.windows import msi, winget
from build.windows.places import COMMAND_LINE, ROOT, WINDOW, four_numbers
from build.windows.resources import icon
from wizard import __version__


def pins(name: str) -> dict[str, set[str]]:
    """The versions of each package in a lock; some differ by interpreter."""
    found: dict[str, set[str]] = {}
    text = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
    for package, version in re.findall(r"^([a-z0-9-]+)==([^ \\]+)", text, re.MULTILINE):
        found.setdefault(package, set()).add(version)
    return found


@pytest.mark.parametrize("name", ["freeze", "windows"])
def test_programs_are_frozen_from_the_versions_that_are_tested(name: str) -> None:
    tested = pins("dev")
    only_here = {"pymsalruntime"}
    assert {
        package: versions
        for package, versions in pins(name).items()
        if package not in only_here and not versions <= tested.get(package, set())
    } == {}


def test_the_winget_manifest_names_its_files_and_hashes(tmp_path: Path) -> None:
    installer, package = tmp_path / "setup.exe", tmp_path / "setup.msi"
    installer.write_bytes(b"installer")
    package.write_bytes(b"package")
    files = winget.make("https://downloads.example/1/", tmp_path / "winget", installer, package)
    kinds = {read["ManifestType"]: read for read in (json.loads(file.read_text("utf-8")) for file in files)}
    assert set(kinds) == {"version", "installer", "defaultLocale"}
    assert {(read["PackageIdentifier"], read["PackageVersion"]) for read in kinds.values()} == {
        (winget.IDENTIFIER, __version__)
    }
    for entry, content in zip(kinds["installer"]["Installers"], (b"installer", b"package"), strict=True):
        assert entry["InstallerSha256"] == hashlib.sha256(content).hexdigest().upper()
        assert entry["InstallerUrl"].startswith("https://downloads.example/1/setup.")


def test_the_msi_describes_every_file_once(tmp_path: Path) -> None:
    (tmp_path / "_internal" / "PySide6").mkdir(parents=True)
    for name in (COMMAND_LINE, WINDOW, "_internal/a.dll", "_internal/PySide6/a.dll"):
        (tmp_path / name).touch()
    text = msi.describe(tmp_path, "1.2.3rc1").decode()
    assert text == msi.describe(tmp_path, "1.2.3rc1").decode()
    ids = re.findall(
        r' Id="([cdf][0-9a-f]{32})"', text.replace("ComponentRef", "Reference").split("<Feature")[0]
    )
    assert len(ids) == len(set(ids)) == 4 + 4 + 2
    assert 'Version="1.2.3"' in text
    assert text.count("<ComponentRef") == 4 + 1


def test_the_icon_has_every_size_as_a_png() -> None:
    made = icon(ROOT / "resources" / "icons" / "playvox-provisioning.svg")
    count = struct.unpack("<HHH", made[:6])[2]
    for number in range(count):
        width, *_rest, size, at = struct.unpack("<BBBBHHII", made[6 + 16 * number : 22 + 16 * number])
        picture = made[at : at + size]
        assert picture.startswith(b"\x89PNG")
        assert struct.unpack(">I", picture[16:20])[0] == (width or 256)


@pytest.mark.parametrize(
    ("version", "numbers"), [("1.2.3", (1, 2, 3, 0)), ("0.1.0rc2", (0, 1, 0, 0)), ("4", (4, 0, 0, 0))]
)
def test_a_version_as_four_numbers(version: str, numbers: tuple[int, ...]) -> None:
    assert four_numbers(version) == numbers


def test_what_may_write_in_a_release_runs_nothing_that_others_made() -> None:
    """Installing a package or running the source there would give its author the right to publish."""
    text = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    writing = {
        name: job for name, job in workflow["jobs"].items() if "write" in job["permissions"].values()
    }
    assert set(writing) == {"provenance", "publish"}
    for job in writing.values():
        for step in job["steps"]:
            action = step.get("uses", "actions/").partition("@")[0]
            assert action.startswith("actions/")  # GitHub's own
            assert not action.startswith(("actions/checkout", "actions/setup-"))
            words = set(re.findall(r"(?:^|&& |\n)(\w+)", step.get("run", "")))
            assert words <= {"cd", "sha256sum", "gh"}


def test_secrets_are_only_given_to_steps_of_an_environment() -> None:
    """Never to a whole job: a step that installs packages would have them as well."""
    text = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    for job in yaml.safe_load(text)["jobs"].values():
        assert "secrets." not in str(job.get("env", {}))
        with_secrets = [step for step in job["steps"] if "secrets." in str(step)]
        assert not with_secrets or "environment" in job
        assert not [step for step in with_secrets if "pip install" in step["run"]]
