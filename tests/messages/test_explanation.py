"""From a code and its facts to words: fields, facts that are codes, variants, languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from wizard.messages import explain, text_for, translate, use_language
from wizard.messages.explanation import known_codes
from wizard.messages.labels import action_sentence, cloud_name, restart_words
from wizard.messages.language import PSEUDO
from wizard.problem import Problem


@pytest.fixture
def pseudo() -> Iterator[None]:
    use_language(PSEUDO)
    yield
    use_language("en")


def test_facts_fill_the_fields() -> None:
    words = explain(Problem("dns_not_found", {"host": "acme.example"}))
    assert words.what == "There is no server named acme.example."
    assert words.why
    assert words.do


def test_a_missing_fact_is_a_dash_and_braces_in_a_fact_are_text() -> None:
    assert explain(Problem("dns_not_found")).what == "There is no server named –."
    assert explain(Problem("dns_not_found", {"host": "{why}"})).what == "There is no server named {why}."


def test_an_unknown_code_is_named() -> None:
    for code in ("no_such_code", "graph_no_such_code", "undo.no_such_code"):
        assert code in explain(Problem(code)).what


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"why": "empty"}, "Nothing was entered."),
        ({"why": "a code without words"}, "It cannot be read as an address."),
        ({}, "It cannot be read as an address."),
    ],
)
def test_a_fact_that_is_a_code_gets_its_own_words(facts: dict[str, str], why: str) -> None:
    assert explain(Problem("address_invalid", facts)).why == why


def test_the_words_of_a_fact_hold_facts_themselves() -> None:
    words = explain(Problem("entra_rejected", {"inner_status": "401", "code": "Denied"}))
    assert words.why == "It got 401 from Playvox (Denied)."
    assert explain(Problem("entra_rejected", {"code": "Denied"})).why == "It reports Denied."


def test_a_fact_that_lists_codes_is_replaced_code_by_code() -> None:
    words = explain(Problem("key_hygiene", {"changed": "quotes, unheard_of, bearer"}))
    assert "quotation marks, unheard_of, the word Bearer." in words.why


def test_a_variant_has_words_of_its_own() -> None:
    inside = explain(Problem("address_private", {"why": "private", "host": "10.0.0.1"}))
    own = explain(Problem("address_private", {"why": "loopback", "host": "127.0.0.1"}))
    assert inside.what != own.what
    assert "10.0.0.1" in inside.why
    assert "127.0.0.1" in own.why


@pytest.mark.usefixtures("pseudo")
def test_every_text_is_translated_when_it_is_shown() -> None:
    """The tables are created before the language is chosen; no text may stay English."""
    for code in known_codes():
        words = explain(Problem(code, {"why": "x", "do": "y", "message": "z", "reason": "z"}))
        for text in (words.what, *words.do, *([words.why] if words.why else [])):
            assert text in ("x", "y", "z") or (text.startswith("[") and text.endswith("~]")), (code, text)


@pytest.mark.usefixtures("pseudo")
def test_labels_are_translated_when_they_are_shown() -> None:
    assert cloud_name("china") == "[China (21Vianet)~~~~]"
    assert cloud_name("unheard-of") == "unheard-of"
    assert all(text.startswith("[") for text in restart_words("portal"))
    assert action_sentence("create", "Ada").startswith("[")


def test_the_language_can_change_back() -> None:
    use_language(PSEUDO)
    use_language("en")
    assert cloud_name("china") == "China (21Vianet)"


@pytest.mark.usefixtures("pseudo")
def test_a_text_without_words_is_not_translated() -> None:
    assert translate("{why}") == "{why}"
    assert translate("") == ""
    assert translate("{a} {b}").startswith("[")
    assert text_for({"a": "Alpha"}, "a").startswith("[Alpha")
    assert text_for({"a": "Alpha"}, "b") == "b"
    assert text_for({"a": "Alpha"}, "b", otherwise="") == ""
