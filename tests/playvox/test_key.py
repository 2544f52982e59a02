"""Key cleanup: what is removed, what only causes a note, and what cannot be a key."""

from __future__ import annotations

import base64
import hashlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from wizard.playvox.key import CleanKey, clean_key, fingerprint
from wizard.problem import Problem
from wizard.security.redactor import redact

KEY = base64.b64encode(b"5f3a9c:q8Zt-canary-71bd02e4").decode()


def clean(text: str) -> CleanKey:
    found = clean_key(text)
    assert isinstance(found, CleanKey), found
    return found


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        (KEY, ()),
        (f"  {KEY}\t", ("blanks",)),
        (f"{KEY}\r\n", ("blanks",)),
        (f"{KEY[:12]}\r\n{KEY[12:]}", ("line_breaks",)),
        (f"{KEY[:12]} {KEY[12:]}", ("blanks",)),
        (f'"{KEY}"', ("quotes",)),
        (f"“{KEY}”", ("quotes",)),
        (f"`{KEY}`", ("quotes",)),
        (f"Bearer {KEY}", ("bearer",)),
        (f"bearer:{KEY}", ("bearer",)),
        (f"Basic {KEY}", ("basic",)),
        (f"Authorization: Bearer {KEY}", ("label", "bearer")),
        (f"BASE64 KEY: {KEY}", ("label",)),
        (f"\u200b{KEY}\ufeff\u200d", ("invisible",)),
        (f"{KEY[:9]}\u00ad{KEY[9:]}", ("invisible",)),
        (f"\u202e{KEY}", ("invisible",)),
        (f"{KEY}\x00\x1b", ("invisible",)),
        (f' "Bearer {KEY}" \n', ("blanks", "quotes", "bearer")),
    ],
)
def test_what_is_taken_away(text: str, changed: tuple[str, ...]) -> None:
    found = clean(text)
    assert found.key.get_secret_value() == KEY
    assert set(found.changed) == set(changed)
    assert found.hints == ()


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("5f3a9c:q8Zt-canary-71bd02e4", "id_and_key"),
        (base64.b64encode(KEY.encode()).decode(), "double_base64"),
        ("https://acme.playvox.com/scim/v1", "url"),
        ("acme.playvox.com", "url"),
        ("Tr0ub4dor&3", "password"),
        ("correct horse battery staple", "password"),
        ("eyJhbGciOi.eyJzdWIiOiIxMjM0.SflKxwRJSM", "jwt"),
        ("schlüssel-schlüssel-schlüssel", "not_ascii"),
        (KEY[:-1] + "*", "not_base64"),
        (base64.b64encode(b"no colon in here at all").decode(), "no_colon"),
    ],
)
def test_hints_do_not_block(text: str, hint: str) -> None:
    found = clean(text)
    assert hint in found.hints


def test_suggestions_are_the_correctly_encoded_key() -> None:
    encoded = clean("5f3a9c:q8Zt-canary-71bd02e4").suggestion
    assert encoded is not None
    assert encoded.get_secret_value() == KEY
    inner = clean(base64.b64encode(KEY.encode()).decode()).suggestion
    assert inner is not None
    assert inner.get_secret_value() == KEY


@pytest.mark.parametrize("text", ["", "   ", '""', "\u200b", "Bearer ", '"Basic "'])
def test_empty(text: str) -> None:
    found = clean_key(text)
    assert isinstance(found, Problem)
    assert (found.code, found.field) == ("key_empty", "key")


def test_a_document_is_refused_at_once() -> None:
    document = "x" * 10_000_000
    started = time.process_time()
    assert all(document)
    letter_by_letter = time.process_time() - started
    started = time.process_time()
    found = clean_key(document)
    taken = time.process_time() - started
    assert isinstance(found, Problem)
    assert found.code == "key_malformed"
    assert taken < letter_by_letter / 4


def test_the_key_is_hidden_from_now_on() -> None:
    found = clean(f"Bearer {KEY}")
    assert KEY not in repr(found)
    assert "canary" not in redact(f"server said {KEY} and q8Zt-canary-71bd02e4")


def test_an_address_pasted_as_key_stays_readable() -> None:
    clean("https://acme.playvox.com/scim/v1")
    assert redact("https://acme.playvox.com/scim/v1") == "https://acme.playvox.com/scim/v1"


def test_fingerprints_tell_keys_apart_and_nothing_else() -> None:
    assert clean(KEY).fingerprint == fingerprint(SecretStr(KEY)) == clean(f'"{KEY}"').fingerprint
    assert clean(KEY).fingerprint != clean(KEY[:-4]).fingerprint
    assert clean(KEY).fingerprint.lower() not in KEY.lower()


def test_fingerprints_stay_the_same_and_slow() -> None:
    """Profiles store them to notice another key, so they must not change; PBKDF2 with 20,000 rounds."""
    key = SecretStr("dXNlcjRmMmE6cThadC1jYW5hcnktNzFiZDAyZTQ=")
    assert fingerprint(key) == "hxec-momq"
    quick = hashlib.pbkdf2_hmac("sha256", key.get_secret_value().encode(), b"playvox key", 1, 5)
    assert fingerprint(key).replace("-", "") != base64.b32encode(quick).decode().lower()


@given(st.text(max_size=300))
def test_never_fails(text: str) -> None:
    found = clean_key(text)
    if isinstance(found, CleanKey):
        key = found.key.get_secret_value()
        assert key
        assert not any(letter.isspace() or not letter.isprintable() for letter in key)
        again = clean_key(key)
        assert isinstance(again, CleanKey | Problem)
