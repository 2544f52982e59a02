"""The pictures of the user guide: there, small, and of the pages as they are now."""

from __future__ import annotations

import json
import re

import pytest
from PySide6.QtGui import QImage

from build.pictures import NAMES, PICTURES, ROOT, TEXTS, texts_of_the_program
from wizard.messages.pages import PAGES

MOST_BYTES = 400_000
_PICTURE = re.compile(r"!\[([^\]]+)\]\(pictures/([^)]+)\)")


def sections() -> dict[str, list[str]]:
    """The pictures of each section of the guide."""
    text = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
    return {
        title: [name for _words, name in _PICTURE.findall(body)]
        for title, body in zip(parts[::2], parts[1::2], strict=True)
    }


def test_every_step_has_a_picture_of_its_own() -> None:
    steps = ("before", "key", "application", "people", "connection", "mappings", "turn_on", "monitor")
    shown = sections()
    assert all(len(shown[PAGES[step]]) == 1 for step in steps)
    assert sorted(name for names in shown.values() for name in names) == sorted(NAMES)


def test_all_pictures_together_are_small() -> None:
    assert sorted(each.name for each in PICTURES.iterdir()) == sorted(NAMES)
    assert sum(each.stat().st_size for each in PICTURES.iterdir()) <= MOST_BYTES


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_shows_the_page_as_it_is_now(name: str) -> None:
    """`make pictures` takes new ones."""
    image = QImage(str(PICTURES / name))
    assert image.width() >= 1000
    texts = set(json.loads(image.text(TEXTS)))
    (title,) = (section for section, names in sections().items() if name in names)
    assert title in texts, "the page is another one"
    assert len(texts) > 15
    assert texts - texts_of_the_program() == set(), "a text that the program no longer has"
