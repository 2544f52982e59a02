"""Every page on the screens that administrators have: nothing is cut off, every button is on the screen."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from build.private_session import PrivateSession
from tests.cli.programs import ROOT

pytestmark = pytest.mark.timeout(180)


@pytest.mark.parametrize(
    ("screen", "smaller", "scale"), [((1366, 768), ["1024x720"], 1), ((3840, 2160), [], 2)], ids=str
)
def test_every_page_fits(screen: tuple[int, int], smaller: list[str], scale: int) -> None:
    answers = walked(screen, smaller, QT_SCALE_FACTOR=str(scale))
    width, height = screen[0] // scale, screen[1] // scale
    assert [answer["screen"] for answer in answers] == [
        [width, height],
        *([int(side) for side in each.split("x")] for each in smaller),
    ]
    for answer in answers:
        assert answer["scale"] == scale
        assert answer["window"][0] < answer["screen"][0]
        assert answer["window"][1] < answer["screen"][1]
        assert answer["defects"] == {}, answer["screen"]


def walked(screen: tuple[int, int], smaller: list[str], **environment: str) -> list[dict[str, Any]]:
    """The walk in a process of its own, on a screen of this size in pixels."""
    with PrivateSession() as session:
        session.start_screen(screen)
        made = subprocess.run(
            [sys.executable, "-m", "tests.ui.walk", *smaller],
            cwd=ROOT,
            env={**session.environment, "QT_QPA_PLATFORM": "xcb", **environment},
            capture_output=True,
            text=True,
            check=False,
        )
    assert made.returncode == 0, made.stderr
    return [json.loads(line) for line in made.stdout.splitlines() if line.startswith("{")]
