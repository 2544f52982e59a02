"""Exact positions of secrets, what is searched for, and what stays visible."""

from __future__ import annotations

import base64
import random
import string

import pytest

from wizard.security.encodings import Shapes, letters
from wizard.security.index import Index, Pattern, merged, pattern, pieces
from wizard.security.redactor import HIDDEN, Redactor

SECRET = "kQ7vX2mPz9Lw4RtY"  # sixteen letters, no Base64 of words
TOKEN = "eyJ" + "".join(random.Random(5).choices(string.ascii_letters + string.digits, k=300))


def spans(text: str, *secrets: str, public: tuple[str, ...] = ()) -> list[tuple[int, int]]:
    return Index(tuple(map(pattern, secrets)), public).spans(text)


def shown(text: str, *secrets: str) -> list[str]:
    """The parts of a text that are found."""
    return [text[start:end] for start, end in spans(text, *secrets)]


@pytest.mark.parametrize("length", range(8, 17))
@pytest.mark.parametrize("place", range(12))
def test_a_part_of_eight_letters_is_found_wherever_it_stands(length: int, place: int) -> None:
    part = SECRET[:length]
    text = "." * place + part + "..."
    assert spans(text, SECRET) == [(place, place + length)]
    assert spans("x" * place + part, SECRET) == [(place, place + length)]
    tail = SECRET[-length:]
    assert spans("." * place + tail, SECRET) == [(place, place + length)]


def test_seven_letters_are_not_enough() -> None:
    for start in range(10):
        assert spans(f"a {SECRET[start : start + 7]} b", SECRET) == []


def test_the_same_letters_in_another_case_and_with_others_between() -> None:
    text = f"say {SECRET[:4].upper()}-{SECRET[4:9].lower()}\n{SECRET[9:]} now"
    assert spans(text, SECRET) == [(4, len(text) - 4)]


def test_what_is_hidden_includes_the_padding_only() -> None:
    key = base64.b64encode(b"user4f2a:canary-71bd02e4-q8Z").decode()
    assert key.endswith("=")
    assert shown(f"({key}=) =", key) == [f"{key}="]
    assert shown(f"{key}", key) == [key]


def test_two_secrets_are_two_places() -> None:
    other = "Jd5Nf8Hs3Gb6Vc1K"
    text = f"one {SECRET}, two {other}."
    assert shown(text, SECRET, other) == [SECRET, other]
    assert spans(text) == []


def test_digits_alone_are_ordinary() -> None:
    assert spans("in 2026 at 1234567890123", "1234567890123a") == []


@pytest.mark.parametrize("length", [14, 15, 16, 40, 200])
@pytest.mark.parametrize("start", [0, 1, 7, 9, 50])
def test_fifteen_letters_of_a_token_are_found_to_their_end(length: int, start: int) -> None:
    part = TOKEN[start : start + length]
    text = f"... {part} ..."
    assert spans(text, TOKEN) == ([(4, 4 + length)] if length >= 15 else [])
    assert spans(part, TOKEN) == ([(0, length)] if length >= 15 else [])


def test_the_end_of_a_token_is_found_too() -> None:
    assert shown(f"- {TOKEN[-31:]} -", TOKEN) == [TOKEN[-31:]]
    assert shown(f"a {TOKEN} and {TOKEN[20:60]} -", TOKEN) == [TOKEN, TOKEN[20:60]]


def test_pieces_too_small_for_a_run_are_found_by_their_number() -> None:
    crumbs = [SECRET[start : start + 6] for start in range(0, 16, 6)]
    text = "begin " + " ?? ".join(crumbs[:2]) + " end"
    assert spans(text, SECRET) == [(6, len(text) - 4)]
    assert spans(f"begin {crumbs[0]} end", SECRET) == []


@pytest.mark.parametrize("gap", [100, 500])
def test_crumbs_count_when_they_are_close_together(gap: int) -> None:
    filler = "".join(f"{n:b}" for n in range(200))[:gap]
    text = f"{SECRET[:7]}-{filler}-{SECRET[8:15]}"
    assert spans(text, SECRET) == [(0, len(text))]


def test_crumbs_far_from_each_other_are_nothing() -> None:
    filler = "".join(f"{n:b}" for n in range(900))[:1300]
    assert spans(f"{SECRET[:7]}-{filler}-{SECRET[8:15]}", SECRET) == []


def test_crumbs_behind_a_long_text_are_found_in_their_place() -> None:
    filler = "".join(f"{n:b}" for n in range(900))[:1500]
    text = f"{filler} {SECRET[:7]} ? {SECRET[8:15]}"
    assert spans(text, SECRET) == [(1501, len(text))]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], []),
        ([(3, 5), (0, 2)], [(0, 2), (3, 5)]),
        ([(0, 2), (2, 4)], [(0, 4)]),
        ([(0, 9), (1, 3), (4, 12)], [(0, 12)]),
        ([(0, 9), (1, 3)], [(0, 9)]),
    ],
)
def test_spans_that_touch_are_one(given: list[tuple[int, int]], expected: list[tuple[int, int]]) -> None:
    assert merged(given) == expected


def test_pieces_are_all_runs_of_a_length() -> None:
    assert pieces("abcd", 3) == {"abc", "bcd"}
    assert pieces("abc", 3) == {"abc"}
    assert pieces("ab", 3) == frozenset()


@pytest.mark.parametrize(
    ("secret", "known"),
    [("abcde", False), ("abcdef", True), ("x" * 40_000, True), ("x" * 40_001, False), (" abcde ", False)],
)
def test_what_is_too_short_or_a_document_is_not_looked_for(secret: str, known: bool) -> None:
    assert (pattern(secret) != Pattern()) is known


@pytest.mark.parametrize(("length", "fine"), [(256, True), (257, False)])
def test_long_secrets_are_tokens(length: int, fine: bool) -> None:
    found = pattern(TOKEN[:length]).shapes
    assert bool(found.fine) is fine
    assert letters(TOKEN[:length]) in found.all()


def key(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    ("secret", "words"),
    [
        (key("someone:s3cret"), {"s3cret"}),
        (key("u12345:9d8e7f6a5b4c"), {"u12345"}),
        (key("u1234:9d8e7f6a5b4c"), set()),  # five characters
        (key("someone:1234567890"), {"1234567890"}),
        (key("someone:12345678a0"), set()),
        (key("u123456:abc-def"), {"u123456", "abc-def"}),
        ("abc-def", {"abc-def"}),
        ("abcdefgh", set()),
    ],
)
def test_short_parts_are_looked_for_as_words(secret: str, words: set[str]) -> None:
    assert pattern(secret).words == words


def test_words_stand_alone() -> None:
    secret = key("someone:s3cret")
    assert shown("s3cret, as3cret s3cretly s3cret", secret) == ["s3cret", "s3cret"]
    assert shown("(s3cret)", secret) == ["s3cret"]


def test_a_word_that_everybody_may_see_is_shown() -> None:
    found = Index((pattern(key("acme24:9d8e7f6a5b4c")),), ("acme24.playvox.com",))
    assert found.spans("user acme24 asked") == []
    assert found.spans("user acme24 said 9d8e7f6a5b4c") == [(17, 29)]


def test_a_secret_in_base64_is_found_decoded() -> None:
    assert shown("it is correct-horse-battery!", key("correct-horse-battery")) == ["correct-horse-battery"]
    assert pattern(key("1 2-3+4")).shapes.fine.isdisjoint({"1234"})


def test_a_name_is_hidden_beside_the_other_half_only() -> None:
    secret = key("provisioning:9d8e7f6a5b4c")
    assert spans("provisioning is on", secret) == []
    assert shown("a provisioning:9d8e7f6a5b4c b", secret) != []
    assert pattern(secret).shown == pattern(secret).shown & shapes_of("provisioning")


def shapes_of(text: str) -> frozenset[str]:
    found: Shapes = pattern(text).shapes
    return found.all()


def test_what_a_secret_shares_with_the_servers_name_stays_readable() -> None:
    secret = key("acmesupport:9d8e7f6a5b4c")
    address = "https://acmesupport.playvox.com/scim/v1"
    assert spans(address, secret, public=("acmesupport.playvox.com",)) == []
    assert shown(f"{address} 9d8e7f6a5b4c", secret)[-1].endswith("9d8e7f6a5b4c")


def test_a_text_that_has_half_of_the_secret_is_not_spared() -> None:
    pasted = f"{SECRET}.playvox.com"
    assert shown(f"https://{pasted.lower()}", SECRET) == [SECRET.lower()]
    found = Index((pattern(SECRET),), (pasted.casefold(),))
    assert found.spans(f"https://{pasted}") == [(8, 24)]


def test_what_a_redactor_forgets_and_knows_again() -> None:
    redactor = Redactor(public=["acmesupport.playvox.com"])
    before = redactor.copy_of_state()
    redactor.remember(key("acmesupport:9d8e7f6a5b4c"))
    address = "https://acmesupport.playvox.com/"
    assert redactor.hide(f"{address} 9d8e7f6a5b4c") == f"{address} {HIDDEN}"
    known = redactor.copy_of_state()
    redactor.restore(before)
    assert redactor.hide(f"{address} 9d8e7f6a5b4c") == f"{address} 9d8e7f6a5b4c"
    redactor.restore(known)
    assert redactor.hide(f"{address} 9d8e7f6a5b4c") == f"{address} {HIDDEN}"
    assert repr(redactor) == "Redactor(1 secrets)"


def test_secrets_of_another_redactor_are_hidden_as_well() -> None:
    both = Redactor(beside=Redactor(SECRET))  # type: ignore[arg-type]
    assert both.hide(f"a {SECRET} b") == f"a {HIDDEN} b"
    assert both.holds_secret(f"a {SECRET} b")
    assert not both.holds_secret("a b")
    assert Redactor().holds_secret(SECRET) is False


def test_the_oldest_public_text_gives_way() -> None:
    redactor = Redactor(public=["acmesupport.playvox.com"])
    secret = key("acmesupport:9d8e7f6a5b4c")
    redactor.remember(secret)
    for number in range(49):
        redactor.spare(f"host{number}.example.com")
    assert "acmesupport.playvox.com" in redactor.copy_of_state()[1]
    redactor.spare("acmesupport.playvox.com")  # the newest again
    redactor.spare("another.example.com")
    kept = redactor.copy_of_state()[1]
    assert (len(kept), "acmesupport.playvox.com" in kept, "host0.example.com" in kept) == (50, True, False)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"access_token": 7}, {"access_token": 7}),
        ({"access_token": "short"}, {"access_token": HIDDEN}),
        ({"Authorization": "x"}, {"Authorization": HIDDEN}),
        ({"my_access_token_name": "short"}, {"my_access_token_name": "short"}),
        ({"name": "short"}, {"name": "short"}),
        ({"a": ({"b"}, frozenset({"c"}))}, {"a": [["b"], ["c"]]}),
        ([None, True, 1, 1.5], [None, True, 1, 1.5]),
        ({1: {"client_secret": {"inner": SECRET}}}, {"1": {"client_secret": {"inner": HIDDEN}}}),
        (b"bytes", "b'bytes'"),
    ],
)
def test_values_of_every_kind(value: object, expected: object) -> None:
    assert Redactor(SECRET).hide_in(value) == expected  # type: ignore[arg-type]


def test_json_texts_are_made_anew_and_others_searched() -> None:
    redactor = Redactor(SECRET)  # type: ignore[arg-type]
    assert redactor.hide_in_json(f'{{"é": "{SECRET}"}}') == f'{{"é": "{HIDDEN}"}}'
    assert redactor.hide_in_json(f'{{"é": {SECRET}') == f'{{"é": {HIDDEN}'
    assert redactor.hide_in_json("[" * 100_000) == "[" * 100_000
