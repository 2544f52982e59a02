"""Which licenses the packages of a program may have."""

from __future__ import annotations

from pathlib import Path

import pytest

from build.components import packages
from build.frozen import BROKER, excluded
from build.licenses import complaints, complaints_about, licenses, locked
from build.windows import contents


def test_every_locked_package_has_a_license_that_is_allowed() -> None:
    assert complaints() == []
    assert {"cryptography", "pymsalruntime", "pyside6-essentials"} <= locked()
    assert "pyinstaller" not in locked()


def test_an_unknown_license_and_a_forbidden_one_are_named() -> None:
    known = {
        "a": "MIT OR GPL-3.0-only",
        "b": "LicenseRef-see-licenses.txt",
        "c": "(MIT",
        "d": "Apache-2.0 AND MIT",
    }
    assert complaints_about(known, {"a", "b", "c", "d", "e"}) == [
        "e: no license is known",
        "a is under MIT OR GPL-3.0-only: GPL-3.0-only is not allowed",
        "b is under LicenseRef-see-licenses.txt: LicenseRef-see-licenses.txt is not allowed",
        "c is under (MIT: (MIT is not allowed",
    ]


def test_a_program_for_others_is_built_without_what_may_not_be_given_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    metadata = tmp_path / "pymsalruntime-1.dist-info" / "METADATA"
    metadata.parent.mkdir()
    metadata.write_text("Name: pymsalruntime\nVersion: 1\nLicense: MIT\n")
    monkeypatch.delenv("WITHOUT_BROKER", raising=False)
    assert [part.license for part in packages(tmp_path)] == ["LicenseRef-Microsoft-Software-License-Terms"]
    assert BROKER not in excluded()
    monkeypatch.setenv("WITHOUT_BROKER", "1")
    assert packages(tmp_path) == []
    assert BROKER in excluded()


def test_the_windows_program_is_checked_for_what_may_not_be_given_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WITHOUT_BROKER", "1")
    without = contents.faults(tmp_path)
    monkeypatch.delenv("WITHOUT_BROKER")
    assert set(contents.faults(tmp_path)) - set(without) == {"missing: msalruntime.dll"}
    (tmp_path / "msalruntime.dll").touch()
    assert contents.faults(tmp_path) == without
    monkeypatch.setenv("WITHOUT_BROKER", "1")
    assert contents.faults(tmp_path) == [*without, "may not be given on: msalruntime.dll"]


def test_a_new_package_without_metadata_is_noticed() -> None:
    assert complaints_about(licenses(), locked() | {"surely-new"}) == ["surely-new: no license is known"]
