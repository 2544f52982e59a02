"""The first step is there before the others: what it begins with, and what it does not load."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from wizard.steps.base.context import Context
from wizard.steps.base.practice_line import PracticeLine
from wizard.steps.base.services import Services
from wizard.steps.start.initial import initial_view
from wizard.steps.start.step import StartStep

ROOT = Path(__file__).resolve().parents[3]
LATER = (
    "httpx",
    "keyring",
    "msal",
    "wizard.entra.applications",
    "wizard.entra.directory",
    "wizard.entra.graph",
    "wizard.mapping",
    "wizard.plan",
    "wizard.playvox.scim",
    "wizard.practice",
    "wizard.steps.assistant",
    "wizard.steps.base.tenant_facts",
)
"""What no first step needs before something was chosen on its page."""


async def no_practice() -> PracticeLine:
    raise AssertionError("nobody chose practice")


def test_it_begins_as_the_page_shows_it_without_a_step(tmp_path: Path) -> None:
    first = StartStep(Context(Services(tmp_path, no_practice)))
    assert replace(first.view, by_windows=False) == initial_view()


def test_loading_it_loads_nothing_that_a_later_page_needs() -> None:
    code = "import sys, wizard.practice_thread, wizard.steps.start.step; print('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert set(LATER) & set(done.stdout.split()) == set()
