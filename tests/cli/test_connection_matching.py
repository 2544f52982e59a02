"""`test` searches by the attribute that the mappings match by."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.cli.conftest import Run, Served
from wizard.cli.flags.test import declare
from wizard.cli.test import _target
from wizard.messages import explain
from wizard.setup import Profile
from wizard.usage import Parser, WrongUseError

ASKED = "/Users?filter={attribute}+eq+"


def arguments(*flags: str) -> argparse.Namespace:
    parser = Parser(prog="test")
    declare(parser)
    return parser.parse_args(["--tenant", "acme", *flags])


def test_an_attribute_playvox_cannot_search_is_found_out(served: Served, run: Run) -> None:
    answer = run("test", "--json", "--matching", "externalId", "--practice", served.file)
    assert answer.code == 2
    assert answer.json["cause"] == "filter_rejected"
    assert ASKED.format(attribute="externalId") in answer.out


def test_without_an_attribute_the_one_playvox_documents_is_searched(served: Served, run: Run) -> None:
    answer = run("test", "--json", "--practice", served.file)
    assert answer.code == 0, answer.err
    assert ASKED.format(attribute="userName") in answer.out


@pytest.mark.parametrize(
    ("flags", "wanted"),
    [((), ("externalId", True)), (("--matching", "userName"), ("userName", True))],
)
def test_a_setup_knows_what_its_mappings_search_by(
    flags: tuple[str, ...], wanted: tuple[str, bool]
) -> None:
    profile = Profile(id="setup", matching="externalId", maps_groups=True)
    target = _target(arguments(*flags), "acme", SecretStr("a2V5"), profile, None)
    assert (target.matching, target.group_mapping) == wanted


def test_a_setup_from_before_searches_by_what_playvox_documents(tmp_path: Path) -> None:
    old = tmp_path / "old.json"
    old.write_text('{"version": 1, "id": "setup"}')
    profile = Profile.model_validate_json(old.read_text())
    target = _target(arguments(), "acme", None, profile, None)
    assert (target.matching, target.group_mapping) == ("userName", False)


@pytest.mark.parametrize("text", ["", "a b", 'emails[type eq "work"'])
def test_what_is_no_attribute_is_refused(text: str) -> None:
    with pytest.raises(WrongUseError) as caught:
        arguments("--matching", text)
    assert "attribute" in explain(caught.value.problem).why
