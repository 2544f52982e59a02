"""Names are sorted as Unicode's collation for the language does it; the judge is ICU, through Qt."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCollator, QLocale, Qt

from wizard.messages import use_language
from wizard.messages.language import LANGUAGES
from wizard.messages.sorting import name_key

NAMES = (
    "Zoe", "Álvaro", "Ana", "Ñandú", "Nora", "Nube", "Ola", "Strauß", "Strasser", "Straub", "İpek", "Ida",
    "Irma", "Øystein", "Oyster", "Łukasz", "Lucas", "Lund", "élodie", "Emil", "Zurita", "Çelik", "Cem",
    "Peña", "Penzo",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    use_language("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_sorted_as_the_language_does(language: str) -> None:
    use_language(language)
    judge = QCollator(QLocale(language))
    judge.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    expected = sorted(NAMES, key=judge.sortKey)
    assert sorted(NAMES, key=name_key) == expected
    assert expected.index("Álvaro") < expected.index("Zoe"), "the judge knows accents"


def test_spanish_has_a_letter_of_its_own() -> None:
    use_language("es")
    assert sorted(["Ñandú", "Nube", "Ola"], key=name_key) == ["Nube", "Ñandú", "Ola"]
    use_language("en")
    assert sorted(["Ñandú", "Nube", "Ola"], key=name_key) == ["Ñandú", "Nube", "Ola"]
