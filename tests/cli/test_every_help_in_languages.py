"""The help of every subcommand, and of every subcommand within one, has no word that is only English."""

from __future__ import annotations

import re

import pytest

from wizard.cli import main
from wizard.cli.commands import COMMANDS
from wizard.messages import use_language

_CHOICES = re.compile(r"\{([a-z,_-]+)\}")
_ACTION = re.compile(r"^ {4}([a-z-]+)(?= {2}|$)", re.MULTILINE)
_MARKED = re.compile(r"\[[^\[\]]*\]")
_WORD = re.compile(r"(?<![-\w{,./])[A-Za-z]{3,}(?![\w}./-])")


@pytest.fixture(autouse=True)
def _english() -> object:
    yield
    use_language("en")


def helped(arguments: list[str], language: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main([*arguments, "--help", "--language", language]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("name", COMMANDS)
def test_no_word_of_help_is_only_english(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    usage, _, text = helped([name], "en", capsys).partition("\n\n")
    within = _ACTION.findall(text) if usage.endswith("...") else []
    for arguments in ([name], *([name, each] for each in within)):
        usage, _, text = helped(arguments, "x-pseudo", capsys).partition("\n\n")
        values = {each for found in _CHOICES.finditer(usage + text) for each in found[1].split(",")}
        while (shorter := _MARKED.sub(" ", text)) != text:
            text = shorter
        words = {each for each in _WORD.findall(text) if not each.isupper()} - {*values, *within, *COMMANDS}
        assert not words, (arguments, words)
