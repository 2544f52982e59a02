"""Error texts as people paste them: the cause and the words of each."""

from __future__ import annotations

import re

import pytest

from tests.connection.variants.texts import TEXTS
from wizard.connection import read_pasted


@pytest.mark.parametrize(
    ("text", "want", "say", "unsay"), [each[1:] for each in TEXTS], ids=[each[0] for each in TEXTS]
)
def test_text(text: str, want: str, say: str, unsay: str) -> None:
    found = read_pasted(text)
    said = found.explanation
    words = "\n".join((said.what, said.why, *said.do))
    assert (found.cause or "") in (want.split() or [""]), words
    assert found.recognized
    assert re.search(say, words, re.IGNORECASE | re.DOTALL), words
    assert not unsay or not re.search(unsay, words, re.IGNORECASE | re.MULTILINE), words
