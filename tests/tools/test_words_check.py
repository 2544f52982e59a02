"""The check of texts for people finds what a translator could not handle."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from build import marked_texts, translations


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ('_(f"Hello {name}")', "wants a literal text"),
        ("_(name)", "wants a literal text"),
        ('_("Hello " + name)', "wants a literal text"),
        ('_("{} people")', "name the fields"),
        ('ngettext("{n} person", f"{n} people", n)', "wants a literal text"),
        ("N_(name)", "wants a literal text"),
        ('N_("{} people")', "name the fields"),
        ('N_("{why}")', "has no words to translate"),
        ('pgettext("people", name)', "wants a literal text"),
        ('NC_(context, "Open")', "wants a literal text"),
    ],
)
def test_a_text_that_no_translator_sees_is_rejected(tmp_path: Path, source: str, complaint: str) -> None:
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
        'N_("Hello {name}")',
        'pgettext("people", "Missing")',
        'NC_("a step", "Done")',
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


def test_the_catalog_changes_only_with_the_texts() -> None:
    once, again = translations.render(translations.collect()), translations.render(translations.collect())
    assert once == again
    assert b"POT-Creation-Date" not in once
    assert b"Something unexpected happened ({code})." in once


@pytest.mark.parametrize(
    "source",
    [
        'label.setText(N_("Lost"))',
        '_TITLE = N_("Lost")',
        '_TITLES = {"a": N_("Lost")}\n\ndef title(code):\n    return _TITLES[code]\n',
        'def title():\n    return N_("Lost")\n',
        'def note(text):\n    print(text)\n\nnote(N_("Lost"))\n',
        '_TITLES = {"a": NC_("a step", "Lost")}',
    ],
)
def test_a_marked_text_that_is_never_translated_is_found(tmp_path: Path, source: str) -> None:
    file = tmp_path / "page.py"
    file.write_text(source, encoding="utf-8")
    found = marked_texts.complaints([file])
    assert len(found) == 1
    assert "never translated: 'Lost'" in found[0]


@pytest.mark.parametrize(
    "source",
    [
        'translate(N_("Found"))',
        '_TITLE = N_("Found")\nWORDS = {"a": Words(_TITLE)}',
        'WORDS = {"a": Words(N_("Found"), facts={"why": FactWords({"": N_("Nothing")})})}',
        '_TITLES = {"a": N_("Found")}\n\ndef title(code):\n    return translate(_TITLES[code])\n',
        '_ROWS = (("a", N_("Found")),)\nprint([translate(text) for code, text in _ROWS])',
        'def title():\n    return N_("Found")\n\nprint(translate(title()))\n',
        'def note(text):\n    print(translate(text))\n\nnote(N_("Found"))\n',
        '_A = N_("Found")\n_B: dict[str, str] = {"a": _A}\nprint(translate(_B["a"]))',
    ],
)
def test_a_marked_text_that_is_translated_is_fine(tmp_path: Path, source: str) -> None:
    file = tmp_path / "page.py"
    file.write_text(source, encoding="utf-8")
    assert marked_texts.complaints([file]) == []


def test_a_marked_text_may_be_translated_in_another_file(tmp_path: Path) -> None:
    (tmp_path / "words.py").write_text('TITLES = {"a": N_("Found")}', encoding="utf-8")
    (tmp_path / "page.py").write_text("print(translate(words.TITLES[code]))", encoding="utf-8")
    assert marked_texts.complaints(sorted(tmp_path.glob("*.py"))) == []


def test_a_sentence_that_is_marked_twice_is_found_and_a_label_is_not(tmp_path: Path) -> None:
    file = tmp_path / "page.py"
    file.write_text(
        'A = translate(N_("Try again."))\nB = translate(N_("Try again."))\n'
        'C = translate(N_("Key"))\nD = translate(N_("Key"))\n',
        encoding="utf-8",
    )
    found = marked_texts.complaints([file])
    assert len(found) == 1
    assert "name it once: 'Try again.'" in found[0]
    assert "page.py:1, " in found[0]
