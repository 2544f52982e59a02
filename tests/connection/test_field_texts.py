"""Error texts as people paste them: the cause and the words of each."""

from __future__ import annotations

import re

import pytest

from tests.connection.variants.languages import GENERAL_MESSAGES, SENTENCES
from tests.connection.variants.texts import TEXTS, U
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


@pytest.mark.parametrize(("text", "cause"), SENTENCES)
def test_sentence(text: str, cause: str) -> None:
    """Inside the sentence that surrounds every broken connection, so the more telling one has to win."""
    found = read_pasted(f"Error code: {U}\nDetails: An error occurred while sending the request. {text}")
    assert found.cause == cause
    assert found.explanation.do


@pytest.mark.parametrize("text", GENERAL_MESSAGES)
def test_general_message(text: str) -> None:
    found = read_pasted(text)
    assert (found.cause, found.why) == ("entra_rejected", "toast")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("refused it 203.0.113.5:443", None),
        ("refused it [::ffff:203.0.113.5]:443", None),
        ("Content-Length: 210", None),
        ("port: 443", None),
        ("Statuscode: 401", 401),
        ("Código de estado: 403", 403),
        ("ステータス コード: 404", 404),
        ("Code d'état HTTP : 503", 503),
        ("返回错误: (404) 未找到", 404),
        ("ErrorCode TooManyRequests", 429),
    ],
)
def test_status(text: str, status: int | None) -> None:
    assert read_pasted(f"{U} {text}").status == status


@pytest.mark.parametrize(
    "text",
    ["(acmee.playvox.com:443)", "acmee.playvox.com:443", "could not be resolved: 'acmee.playvox.com'"],
)
def test_host_is_named(text: str) -> None:
    said = read_pasted(f"{U} No such host is known {text}").explanation
    assert "acmee.playvox.com" in said.what
