"""Programs that the frozen program starts get the person's own library path."""

from __future__ import annotations

import sys

import pytest

from wizard.other_programs import give_back_library_path

_OWN = {"LD_LIBRARY_PATH": "/opt/bundle", "HOME": "/home/ana"}


@pytest.mark.parametrize(
    ("frozen", "platform", "before", "after"),
    [
        (True, "linux", {**_OWN, "LD_LIBRARY_PATH_ORIG": "/mine"}, {"LD_LIBRARY_PATH": "/mine"}),
        (True, "linux", {**_OWN, "LD_LIBRARY_PATH_ORIG": ""}, {}),
        (True, "linux", _OWN, {}),
        (False, "linux", _OWN, {"LD_LIBRARY_PATH": "/opt/bundle"}),
        (True, "darwin", _OWN, {"LD_LIBRARY_PATH": "/opt/bundle"}),
    ],
)
def test_the_library_path(
    frozen: bool,
    platform: str,
    before: dict[str, str],
    after: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "frozen", frozen, raising=False)
    monkeypatch.setattr(sys, "platform", platform)
    variables = dict(before)
    give_back_library_path(variables)
    assert variables == {**after, "HOME": "/home/ana"}
