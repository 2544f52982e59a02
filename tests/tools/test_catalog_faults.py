"""The check of catalogs finds what a reader of the language would stumble over."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from build import translations, translator_notes
from build.catalog_faults import faults
from build.translation_terms import TERMS

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTED = (ROOT / "docs" / "terms.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "translation", "complaint"),
    [
        ("Save it.", "Guárdelo", "ends otherwise"),
        ("Save it", "Guárdelo.", "ends otherwise"),
        ("Id", "Id.", ""),
        ("Type yes: ", "Escriba sí:", "other spaces"),
        ("Save  it", "Guárdelo ahora", ""),
        ("Save it", "Guárdelo  ahora", "two spaces"),
        ("&Next", "Siguiente", "letters for Alt"),
        ("Line\nline", "Línea línea", "lines"),
        ("Did you mean {near}?", "Quiso decir {near}?", "begins with ¿"),
        ("Did you mean {near}?", "¿Quiso decir {near}?", ""),
        ("Save your file", "Guarda tu archivo", "“tu” does not fit"),
        ("Delete everything", "Delete everything", "still English"),
        ("Error", "Error", ""),
        ("{name}: {what}", "{name}: {what}", ""),
        ("The tenant is read", "Se lee el arrendatario", "“tenants?"),
        ("The tenant is read", "Se lee el inquilino", ""),
        ("As {account} in {tenant}", "Como {account} en {tenant}", ""),
    ],
)
def test_a_fault_is_found(text: str, translation: str, complaint: str) -> None:
    found = list(faults(Message(text, translation), "es"))
    assert [complaint in each for each in found] == ([True] if complaint else [])


@pytest.mark.parametrize("word", ["teu", "ficheiro", "utilizador"])
def test_portuguese_is_that_of_brazil(word: str) -> None:
    assert len(list(faults(Message("Save it now", f"Salvar {word} agora"), "pt_BR"))) == 1


def test_both_plurals_are_read() -> None:
    message = Message(("{n} file", "{n} files"), ("{n} archivo", "archivos"))
    assert ["other fields" in each for each in faults(message, "es")] == [True]


def test_a_text_that_the_collection_does_not_see_is_found(tmp_path: Path) -> None:
    file = tmp_path / "page.py"
    file.write_text("print(f\"{_('Lost')}\")\n", encoding="utf-8")
    assert list(translations._not_collected([file], Catalog())) == ["page.py:1: 'Lost' is not collected"]


@pytest.mark.parametrize("language", TERMS)
def test_every_term_is_documented(language: str) -> None:
    name = {"es": "Spanish", "pt_BR": "Portuguese"}[language]
    assert f"| English | {name}" in DOCUMENTED or f"| {name}" in DOCUMENTED
    rows = [line for line in DOCUMENTED.splitlines() if line.startswith("| ")]
    english = {row.split("|")[1].strip().casefold() for row in rows}
    plain = {each.replace("?", "").split("(")[0].rstrip("s").casefold() for each in TERMS[language]}
    assert {each for each in plain if not any(each in one for one in english)} == set()


@pytest.mark.parametrize("language", TERMS)
def test_gettext_itself_accepts_the_catalog(language: str, tmp_path: Path) -> None:
    source = translations.FOLDER / language / "LC_MESSAGES" / "wizard.po"
    command = ["msgfmt", "--check-format", "--check-domain", "-o", str(tmp_path / "a.mo"), str(source)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stderr) == (0, "")


def test_fields_and_short_words_are_explained_beside_the_text() -> None:
    assert translator_notes.notes("Saved on {time} by {account}.") == [
        "{time}: a date and time with its zone",
        "{account}: a sign-in name, such as ana@contoso.com",
    ]
    assert translator_notes.notes("Open") == ["verb, a button"]
    assert translator_notes.notes("Open", "state") == [], "the context says it"
    template = (translations.FOLDER / "wizard.pot").read_text(encoding="utf-8")
    assert "#. verb, a button\n#: wizard/ui/pages/plans/page.py" in template


def test_a_field_in_frequent_use_that_nothing_explains_is_a_complaint() -> None:
    texts = [(f"Text {number} has {{riddle}}.", None) for number in range(translator_notes.OFTEN + 1)]
    found = list(translator_notes.complaints(texts))
    assert "build/translator_notes.py does not explain {riddle}, which 6 texts have" in found
    assert "build/translator_notes.py explains {time}, which no text has" in found
    assert "build/translator_notes.py explains 'Open', which is no text without a context" in found
