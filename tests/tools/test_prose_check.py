"""The check of prose, texts for people included, finds unusual expressions and British spelling."""

from __future__ import annotations

import re

import pytest

from build import check, prose

SOURCE = '''"""A set-up."""

NAME = "a set-up in a text for people"  # read anew


def told() -> None:
    """Ask for what is `anew`, or "anew".

    It could not be
    worked out.
    """


SHOWN = _("A third set-up", NAME)
BLANK = " "
"""What people are told."""
'''


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("The set-up of a tenant", "set-up"),
        ("an E-mail address", "E-mail"),
        ("Look again", "Look again"),
        ("# look\n# again", "look # again"),
        ("it was worked out", "worked out"),
        ("Take it back", "Take it back"),
        ("it needs a look", "needs a look"),
        ("one spelling of a blank", "blank"),
        ("the hits of a search", "hits"),
        ("Count who is reached", "who is reached"),
        ("what to forget", "what to forget"),
        ("what came of it", "what came of it"),
        ("brought along", "brought along"),
        ("he is told", "is told"),
        ("to whom", "whom"),
        ("settled", "settled"),
        ("a rehearsal", "rehearsal"),
        ("made anew", "anew"),
        ("what was foretold", "foretold"),
        ("what became of it", "became of"),
        ("waits for ever", "for ever"),
        ("whoever asks", "whoever"),
        ("tick the people", "tick the"),
        ("after leading the eye there", "leading the eye"),
    ],
)
def test_an_unusual_expression_is_found(text: str, expression: str) -> None:
    (found,) = prose.unusual({"a.md": text})
    assert found.startswith(f"a.md:1: “{expression}”: ")


def test_every_listed_expression_is_tested() -> None:
    (mark,) = test_an_unusual_expression_is_found.pytestmark
    expressions = [re.sub(r"[\s#]+", " ", expression) for _, expression in mark.args[1]]
    assert [
        word
        for word in prose.WORDS
        if not any(re.fullmatch(word, expression, re.IGNORECASE) for expression in expressions)
    ] == []


@pytest.mark.parametrize(
    ("text", "correction"),
    [
        ("The organisation", "organisation ==> organization"),
        ("is recognised", "recognised ==> recognized"),
        ("a licence", "licence ==> license"),
        ("it was cancelled", "cancelled ==> canceled"),
        ("its colour", "colour ==> color"),
        ("to recieve", "recieve ==> receive"),
    ],
)
def test_british_spelling_and_misspellings_are_found(text: str, correction: str) -> None:
    assert prose.misspelled({"docs/a.md": f"# Page\n\n{text}\n"}) == [f"docs/a.md:3: {correction}"]


def test_docstrings_comments_and_texts_for_people_of_a_source_are_checked() -> None:
    assert [line.split(":")[1] for line in prose.complaints({"a.py": SOURCE})] == [
        "1",
        "3",
        "10",
        "14",
        "16",
    ]


def test_plain_words_names_and_quotations_are_fine() -> None:
    page = 'Set up the setup: `set-up`, "Look again", [e-mail](https://example.com/e-mail) and Settings.'
    assert prose.complaints({"a.md": page.replace("[e-mail]", "[email]")}) == []


def test_the_check_reads_sources_and_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    read: dict[str, str] = {}
    monkeypatch.setattr(prose, "complaints", lambda files: read.update(files) or ["something"])
    assert check.CHECKS["prose"]() == ["something"]
    assert {"README.md", "Makefile", "docs/cli.md", "wizard/app.py", "tests/conftest.py"} <= set(read)
    assert "installer/linux/playvox-provisioning.1" in read
    assert "build/prose.py" not in read  # it lists the expressions itself
