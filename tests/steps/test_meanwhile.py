"""Another administrator deletes something between two requests: it ends with a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.steps.meanwhile import DELETED, try_moment

if TYPE_CHECKING:
    from wizard.practice import Practice

pytestmark = pytest.mark.practice(people=12, replication_lag=0.0)
MOMENTS = [
    ("set up", "group", 18),
    ("change", "service principal", 17),
    ("change", "service principal", 58),
    ("relink", "assignments", 7),
    ("relink", "person", 39),
]


@pytest.mark.slow
@pytest.mark.parametrize(("what", "deleted", "moment"), MOMENTS, ids=lambda value: str(value))
async def test_it_ends_with_a_sentence_and_can_be_mended(
    practice: Practice, tmp_path: Path, what: str, deleted: str, moment: int
) -> None:
    assert deleted in DELETED
    await try_moment(practice, tmp_path / "data", what, deleted, moment)
