"""The languages: which one is used, and that each catalog is complete."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from babel.numbers import format_percent
from PySide6.QtCore import QLocale

from build import translations
from wizard.asked_language import choose_language
from wizard.messages import (
    _,
    current_language,
    ngettext,
    number,
    percent,
    pgettext,
    translate,
    use_language,
)
from wizard.messages.language import LANGUAGES, NC_, matching
from wizard.messages.times import moment, moment_to_second, zone


@pytest.fixture(autouse=True)
def _english() -> object:
    yield
    use_language("en")


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("es", "es"),
        ("es-MX", "es"),
        ("es_419.UTF-8", "es"),
        ("pt-BR", "pt-BR"),
        ("pt_PT.UTF-8@euro", "pt-BR"),
        ("en-US", "en"),
        ("C", "en"),
        ("C.UTF-8", "en"),
        ("", "en"),
        ("fr-FR", "en"),
        ("../../etc", "en"),
    ],
)
def test_a_tag_of_any_system_finds_its_language(tag: str, language: str) -> None:
    assert matching(tag) == language


@pytest.mark.parametrize(
    ("arguments", "variables", "as_json", "language"),
    [
        (["plan", "--language", "es"], {}, False, "es"),
        (["plan", "--language=pt-BR"], {"LANG": "es_ES.UTF-8"}, False, "pt-BR"),
        (["plan"], {"PLAYVOX_PROVISIONING_LANGUAGE": "es"}, False, "es"),
        (["plan"], {"LANG": "pt_BR.UTF-8"}, False, "pt-BR"),
        (["plan"], {"LANG": "pt_BR.UTF-8", "LC_ALL": "C"}, False, "en"),
        (["plan", "--json", "--language", "es"], {"LANG": "es_ES"}, True, "en"),
    ],
)
def test_the_command_line_speaks_the_language_that_was_asked_for(
    arguments: list[str],
    variables: dict[str, str],
    as_json: bool,
    language: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "PLAYVOX_PROVISIONING_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    choose_language(arguments, as_json=as_json)
    assert current_language() == language


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("value", [0, 7, 999, 1234, 12345, 1234567, -4321, -98765])
def test_numbers_are_written_as_in_fields_of_the_window(language: str, value: int) -> None:
    use_language(language)
    assert number(value) == QLocale(language).toString(value)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("value", [0, 8, 92, 100])
def test_percentages_are_written_as_unicode_s_locale_data_says(language: str, value: int) -> None:
    use_language(language)
    assert percent(value) == format_percent(value / 100, locale=Locale.parse(language, sep="-"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [0, 1, 2, 11, 100, 1_000_000])
def test_a_number_has_the_plural_that_unicode_s_locale_data_says(language: str, count: int) -> None:
    """Spanish and Portuguese also have a form for millions, which is that of other numbers here."""
    use_language(language)
    one = ngettext("{n} change was made from here.", "{n} changes were made from here.", 1)
    found = ngettext("{n} change was made from here.", "{n} changes were made from here.", count)
    category = Locale.parse(language, sep="-").plural_form(count)
    assert (found == one) is (category == "one")


@pytest.mark.parametrize("language", LANGUAGES)
def test_points_in_time_are_written_alike_and_with_their_zone(language: str) -> None:
    use_language(language)
    when = datetime(2026, 11, 3, 9, 30, 5, tzinfo=UTC).astimezone()
    assert moment(when) == f"{when:%Y-%m-%d %H:%M} {zone(when)}"
    assert moment_to_second(when) == f"{when:%Y-%m-%d %H:%M:%S} {zone(when)}"


def test_no_sentence_is_given_a_number_with_english_signs() -> None:
    wrong = [
        str(path)
        for path in Path("wizard").rglob("*.py")
        if ":,}" in path.read_text(encoding="utf-8") and path.name != "language.py"
    ]
    assert wrong == [], "number() writes it as the language does"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("skipped", "skipped", "Change", "Change")),
        ("es", ("omitidas", "omitida", "Cambiar", "Cambio")),
        ("pt-BR", ("ignoradas", "ignorada", "Alterar", "Alteração")),
        ("x-pseudo", ("[skipped~]", "[skipped~]", "[Change~]", "[Change~]")),
    ],
)
def test_one_english_text_may_have_several_translations(language: str, words: tuple[str, ...]) -> None:
    use_language(language)
    found = (
        pgettext("people", "skipped"),
        translate(NC_("connection check", "skipped")),
        pgettext("action", "Change"),
        _("Change"),
    )
    assert found == words


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "en"])
def test_every_language_has_a_catalog_in_use(language: str) -> None:
    use_language(language)
    assert _("Cancel") == "Cancelar"


@pytest.mark.parametrize(
    ("translation", "fault"),
    [
        ("", "not translated"),
        ("Guardar “{file}”", "other fields"),
        ("Guardar {name}", "other quotation marks"),
        ("Guardar “{name}”", ""),
    ],
)
def test_a_catalog_that_is_not_complete_is_refused(
    translation: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog = Catalog(locale="es")
    catalog.add("Save “{name}”", translation)
    path = tmp_path / "es" / "LC_MESSAGES" / "wizard.po"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_po(file, catalog)
    path.with_suffix(".mo").write_bytes(translations.compiled(path))
    monkeypatch.setattr(translations, "FOLDER", tmp_path)
    faults = [each for each in translations._faults(path, catalog) if "compiled" not in each]
    assert [fault in each for each in faults] == ([True] if fault else [])


def test_an_uncertain_translation_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = Catalog(locale="es")
    catalog.add("Save", "Guardar", flags=["fuzzy"])
    path = tmp_path / "wizard.po"
    with path.open("wb") as file:
        write_po(file, catalog)
    monkeypatch.setattr(translations, "FOLDER", tmp_path)
    assert any("fuzzy" in each for each in translations._faults(path, catalog))
