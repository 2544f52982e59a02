"""The shipped JSON Schema accepts what the program accepts, and every example in docs/ is valid."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings

from tests.cli.config.files import FILES, WHOLE
from wizard.cli.config import Config, read_config
from wizard.cli.config.reading import parse_config
from wizard.cli.config.schema import json_schema
from wizard.paths import RESOURCES

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = sorted((ROOT / "docs" / "examples").glob("*.toml"))
PAGES = ("README.md", "docs/configuration.md", "docs/cli.md")
VALIDATOR = jsonschema.Draft202012Validator(
    json.loads((RESOURCES / "configuration.schema.json").read_text(encoding="utf-8"))
)


def blocks() -> list[tuple[str, str]]:
    """The TOML blocks of the pages."""
    found = []
    for page in PAGES:
        text = (ROOT / page).read_text(encoding="utf-8")
        found += [(page, block) for block in re.findall(r"```toml\n(.*?)```", text, re.DOTALL)]
    return found


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(VALIDATOR.schema)
    assert "null" not in json.dumps(json_schema())


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.name)
def test_the_examples_are_valid(file: Path) -> None:
    assert read_config(file) != Config()
    VALIDATOR.validate(tomllib.loads(file.read_text(encoding="utf-8")))


def test_the_examples_of_the_pages_are_valid() -> None:
    found = blocks()
    assert len(found) > len(EXAMPLES)
    for page, block in found:
        parse_config(block, page)
        VALIDATOR.validate(tomllib.loads(block))


@given(FILES)
@settings(max_examples=100, deadline=None)
def test_what_the_program_accepts_the_schema_accepts(data: dict[str, Any]) -> None:
    Config.model_validate(data)
    VALIDATOR.validate(data)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("role =", "roles ="),
        ("[people]", "[peple]"),
        ('"all"', '"some"'),
        ("= 50", '= "60"'),
        ("= 50", "= -1"),
        ("= true", '= "no"'),
        ('"group:Support"', "7"),
        ("[application]\nname =", "[entra]\ncloud ="),
    ],
)
def test_what_the_program_refuses_for_its_form_the_schema_refuses(old: str, new: str) -> None:
    assert old in WHOLE
    assert not VALIDATOR.is_valid(tomllib.loads(WHOLE.replace(old, new)))
