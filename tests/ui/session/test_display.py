"""A display that cannot be used ends with a sentence, not with Qt's abort."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.cli.programs import ROOT


@pytest.mark.skipif(sys.platform != "linux", reason="there is always a display")
@pytest.mark.parametrize(
    "variables",
    [{"QT_QPA_PLATFORM": "nonsense"}, {"DISPLAY": ":7777", "QT_QPA_PLATFORM": "xcb"}],
    ids=["no such platform", "nobody there"],
)
def test_a_display_that_cannot_be_used_is_named(variables: dict[str, str]) -> None:
    plain = {name: value for name, value in os.environ.items() if "DISPLAY" not in name}
    done = subprocess.run(
        [sys.executable, "-m", "wizard"],
        cwd=ROOT,
        env={**plain, **variables},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("The window cannot be opened.\n")
    assert next(iter(variables.values())) in done.stderr
    assert "Fatal" not in done.stderr
