"""The languages: which one is used, and that each catalog is complete."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from build import translations
from wizard.asked_language import choose_language
from wizard.messages import _, current_language, number, use_language
from wizard.messages.language import LANGUAGES, matching


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


def test_numbers_have_the_mark_of_their_language() -> None:
    use_language("en")
    assert number(1234567) == "1,234,567"
    use_language("pt-BR")
    assert number(1234567) == "1.234.567"


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
