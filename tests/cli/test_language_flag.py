"""`--language` in any place, also with help and wrong use, whose every word is in that language."""

from __future__ import annotations

import re

import pytest

from wizard.cli import main
from wizard.messages import use_language

SPANISH = {
    "--language es --help": "Da y quita cuentas de Playvox",
    "--help --language=es": "Da y quita cuentas de Playvox",
    "--language es status --help": "Muestra el estado de la configuración",
    "status --help --language es": "Muestra el estado de la configuración",
    "practice --language es --help": "acciones:",
    "plan --scope everyone --language es": "Los valores son assigned, all.",
    "--language es nonsense": "No existe el subcomando nonsense.",
    "nonsense --language es": "No existe el subcomando nonsense.",
    "--language es --nonsense": "Aquí no existe la opción --nonsense.",
    "evaluate --language es": "Falta uno de estos",
}
_ENGLISH = re.compile(r"\b(usage|options|positional|arguments|show this|invalid|choice|the|of)\b")


@pytest.fixture(autouse=True)
def _english() -> object:
    yield
    use_language("en")


@pytest.mark.parametrize("typed", SPANISH)
def test_help_and_wrong_use_are_in_the_language(typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(typed.split()) in (0, 3)
    shown = "".join(capsys.readouterr())
    assert SPANISH[typed] in shown
    assert "uso: playvox-provisioning" in shown
    assert _ENGLISH.findall(shown) == []


def test_the_version_needs_no_subcommand(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--language", "es", "--version"]) == 0
    assert capsys.readouterr().out.startswith("playvox-provisioning ")


def test_a_language_that_does_not_exist_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    said = "There are no texts in the language fr: English is used.\n"
    evaluate = ["evaluate", "--expression", 'ToUpper("a")', "--language"]
    assert main([*evaluate, "fr"]) == 0
    assert capsys.readouterr().err == said
    assert main([*evaluate, "fr", "--quiet"]) == 0
    assert main([*evaluate, "es-MX"]) == 0
    assert capsys.readouterr().err == ""
