"""Every check of the data quality has words, with and without an attribute."""

from __future__ import annotations

import pytest

from wizard.messages.quality import by_mail_sentences, check_words
from wizard.plan.quality import CODES


@pytest.mark.parametrize("code", CODES)
def test_every_check_has_words(code: str) -> None:
    for attribute in ("userName", ""):
        words = check_words(code, attribute)
        for text in (words.title, words.why, words.advice):
            assert text[:1].isupper() or text.startswith("userName"), text
            assert "{" not in text


def test_a_value_that_playvox_perhaps_requires_says_so() -> None:
    assert "REST" in check_words("value_empty", "name.familyName").why
    assert "REST" not in check_words("value_empty", "externalId").why


def test_numbers_are_given_only_where_all_are_known() -> None:
    unknown = by_mail_sentences("unknown", "emails", {"matched": None}, searchable=False)
    assert len(unknown) == 2
    assert "cannot search by emails" in unknown[0]
    assert len(by_mail_sentences("unknown", "emails", {"matched": None}, searchable=True)) == 1
