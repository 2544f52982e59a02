"""The check of texts for people finds what a translator could not work with."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from build import translations


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ('_(f"Hello {name}")', "wants a literal text"),
        ("_(name)", "wants a literal text"),
        ('_("Hello " + name)', "wants a literal text"),
        ('_("{} people")', "name the fields"),
        ('ngettext("{n} person", f"{n} people", n)', "wants a literal text"),
    ],
)
def test_a_text_no_translator_meets_is_refused(tmp_path: Path, source: str, complaint: str) -> None:
    file = tmp_path / "page.py"
    file.write_text(source, encoding="utf-8")
    assert [found for found in translations.wrong_marks(file) if complaint in found]


@pytest.mark.parametrize(
    "source",
    [
        '_("Hello {name}").format(name=name)',
        '_("one " "text")',
        'ngettext("{n} person", "{n} people", n)',
        '_("a {")',
    ],
)
def test_a_literal_text_is_fine(tmp_path: Path, source: str) -> None:
    file = tmp_path / "page.py"
    file.write_text(source, encoding="utf-8")
    assert list(translations.wrong_marks(file)) == []


def test_nearly_the_same_text_twice_is_found() -> None:
    catalog = Catalog()
    for text in ("Try again", "Try  Again", "try again", "Try once more"):
        catalog.add(text)
    assert list(translations._twins(catalog)) == ["nearly the same text: 'Try  Again' | 'Try again'"]


def test_the_catalogue_changes_only_with_the_texts() -> None:
    once, again = translations.render(translations.collect()), translations.render(translations.collect())
    assert once == again
    assert b"POT-Creation-Date" not in once
    assert b"Something unexpected happened ({code})." in once
