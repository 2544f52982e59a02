"""Secrets are hidden in every encoding, in any echo; ordinary words are not."""

from __future__ import annotations

import base64
import html
import json
import random
import textwrap
import threading
import time
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from wizard.playvox.address import parse_tenant_url
from wizard.security.redactor import HIDDEN, Redactor, redact, redact_values, remember, spare

USER, API_KEY = "user4f2a91", "q8+Zt/canary=71bd02e4&x"
DECODED = f"{USER}:{API_KEY}"
KEY = base64.b64encode(DECODED.encode()).decode()
TOKEN = "eyJhbGciOiJSUzI1NiJ9." + "".join(random.Random(7).choices("abcXYZ019-_", k=1500)) + ".c2ln"
REFRESH = "0.AXkA" + "".join(random.Random(8).choices("abcdefXYZ0123456789-_", k=900))


def percent_all(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


ENCODINGS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "upper case": str.upper,
    "backwards": lambda text: text[::-1],
    "URL": lambda text: quote(text, safe=""),
    "URL form": quote_plus,
    "URL twice": lambda text: quote(quote(text, safe=""), safe=""),
    "URL in lower case": lambda text: quote(text, safe="").lower(),
    "every letter URL-encoded": percent_all,
    "every letter URL-encoded twice": lambda text: quote(percent_all(text), safe=""),
    "Base64": lambda text: base64.b64encode(text.encode()).decode(),
    "Base64 for URLs": lambda text: base64.urlsafe_b64encode(text.encode()).decode(),
    "Base64 after one letter": lambda text: base64.b64encode(b"x" + text.encode()).decode(),
    "Base64 after two letters": lambda text: base64.b64encode(b"xy" + text.encode()).decode(),
    "Base64 of a header": lambda text: base64.b64encode(f"Bearer {text}".encode()).decode(),
    "hexadecimal": lambda text: text.encode().hex(),
    "hexadecimal in pairs": lambda text: text.encode().hex(":").upper(),
    "UTF-16 in hexadecimal": lambda text: text.encode("utf-16-le").hex(),
    "JSON": json.dumps,
    "JSON in JSON": lambda text: json.dumps(json.dumps({"key": text})),
    "JSON escapes": lambda text: "".join(f"\\u{ord(each):04x}" for each in text),
    "JSON escapes of signs": lambda text: "".join(
        each if each.isalnum() else f"\\u{ord(each):04x}" for each in text
    ),
    "HTML": html.escape,
    "HTML escapes": lambda text: "".join(f"&#{ord(each)};" for each in text),
    "HTML escapes in hexadecimal": lambda text: "".join(f"&#x{ord(each):X};" for each in text),
    "HTML escapes of signs": lambda text: "".join(
        each if each.isalnum() else f"&#{ord(each)};" for each in text
    ),
    "Python escapes": lambda text: "".join(f"\\x{ord(each):02x}" for each in text),
    "bytes": lambda text: repr(text.encode()),
    "wrapped": lambda text: "\n".join(textwrap.wrap(text, 12)),
    "wrapped and quoted": lambda text: "\r\n> ".join(textwrap.wrap(text, 9)),
    "with blanks": " ".join,
    "with zero-width letters": "\u200b".join,
    "with dashes": "-".join,
}


def longest_common(text: str, secret: str) -> int:
    """Longest run of the secret's letters in the text, whatever stands between them."""
    there = "".join(each for each in text.casefold() if each.isalnum())
    wanted = "".join(each for each in secret.casefold() if each.isalnum())
    best = 0
    for start in range(len(wanted)):
        while start + best < len(wanted) and wanted[start : start + best + 1] in there:
            best += 1
    return best


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("part", ["the key", "decoded", "the secret half"])
def test_a_key_is_hidden_in_every_encoding(part: str, encoding: str) -> None:
    redactor = Redactor(SecretStr(KEY))
    text = {"the key": KEY, "decoded": DECODED, "the secret half": API_KEY}[part]
    encoded = ENCODINGS[encoding](text)
    shown = redactor.hide(f"before {encoded} after")
    assert shown.startswith("before ")
    assert shown.endswith(" after")
    assert HIDDEN in shown
    public = base64.b64encode(b"Bearer ").decode()[:9] if encoding == "Base64 of a header" else ""
    assert longest_common(shown.replace(public, "", 1), encoded.removeprefix(public)) < 8


@pytest.mark.parametrize(
    "secret", [TOKEN, REFRESH, "correct-horse-battery"], ids=["access", "refresh", "other"]
)
@pytest.mark.parametrize(
    "encoding", ["as it is", "URL", "URL twice", "Base64", "hexadecimal", "JSON", "wrapped"]
)
def test_other_secrets_too(secret: str, encoding: str) -> None:
    redactor = Redactor(SecretStr(secret))
    encoded = ENCODINGS[encoding](secret)
    shown = redactor.hide(f"before {encoded} after")
    assert (shown.startswith("before "), shown.endswith(" after")) == (True, True)
    assert longest_common(shown, encoded) < 15
    assert len(shown) < 80


@pytest.mark.parametrize("start", range(0, len(KEY) - 8, 3))
def test_a_cut_key_is_hidden(start: int) -> None:
    redactor = Redactor(SecretStr(KEY))
    for end in range(start + 8, len(KEY) + 1, 5):
        assert longest_common(redactor.hide(f"({KEY[start:end]})"), KEY[start:end]) < 8


@pytest.mark.parametrize("size", [6, 7, 8])
def test_a_key_in_fragments_is_hidden(size: int) -> None:
    redactor = Redactor(SecretStr(KEY))
    for secret in (KEY, DECODED):
        pieces = [secret[start : start + size] for start in range(0, len(secret), size)]
        assert longest_common(redactor.hide("begin " + " x ".join(pieces) + " end"), secret) < size


def test_the_longest_text_is_searched_to_its_end() -> None:
    redactor = Redactor(SecretStr(KEY), SecretStr(TOKEN))
    filler = json.dumps([{"id": f"{number:032x}", "name": f"Person {number}"} for number in range(2000)])
    for secret in (KEY, API_KEY, TOKEN[40:80]):
        text = f"{filler} {secret} {filler}"
        assert (
            redactor.hide(text) == f"{filler} {HIDDEN} {filler}"
            or longest_common(redactor.hide(text), secret) < 8
        )


# --- halves


def key_of(user: str, api_key: str) -> SecretStr:
    return SecretStr(base64.b64encode(f"{user}:{api_key}".encode()).decode())


@pytest.mark.parametrize("half", ["9d8e7f6a5b4c", "s3cret", "A1b2C3d", "12345678901", "71bd02e4-canary"])
def test_the_secret_half_is_hidden_alone(half: str) -> None:
    redactor = Redactor(key_of("someone", half))
    assert redactor.hide(f"it said {half}, and again {half}") == f"it said {HIDDEN}, and again {HIDDEN}"


@pytest.mark.parametrize("half", ["user4f2a", "64f1a2b3c4d5e6f7a8b9c0d1", "u12345"])
def test_a_user_half_that_is_an_identifier_is_hidden_alone(half: str) -> None:
    redactor = Redactor(key_of(half, "9d8e7f6a5b4c"))
    assert redactor.hide(f"no account {half}.") == f"no account {HIDDEN}."


@pytest.mark.parametrize("half", ["playvox", "provisioning", "administrator", "secret", "support"])
def test_a_user_half_that_is_a_word_is_not(half: str) -> None:
    redactor = Redactor(key_of(half, "9d8e7f6a5b4c"), public=["acme.playvox.com"])
    for text in (
        f"https://acme.{half}.com/scim/v1",
        f"the {half} of another {half}",
        f"{half.title()} is configured, see {half.upper()}: {half}",
        "https://acme.playvox.com/scim/v1/Users",
    ):
        assert redactor.hide(text) == text
    shown = redactor.hide(f"login {half}:9d8e7f6a5b4c refused")
    assert (shown.startswith("login "), shown.endswith(f"{HIDDEN} refused")) == (True, True)


def test_a_half_that_is_part_of_the_host_is_shown() -> None:
    for user in ("acme2024", "acme24"):
        remember(key_of(user, "9d8e7f6a5b4c"))
        assert user not in redact(f"user {user}")
        parse_tenant_url(f"{user}.playvox.com")
        assert redact(f"https://{user}.playvox.com/scim/v1") == f"https://{user}.playvox.com/scim/v1"


def test_a_key_pasted_into_the_address_is_hidden_all_the_same() -> None:
    secret = key_of("someone", "9d8e7f6a5b4c0011")
    text = secret.get_secret_value().rstrip("=")
    remember(secret)
    for pasted in (text, "9d8e7f6a5b4c0011"):
        parse_tenant_url(f"{pasted}.playvox.com")
        assert pasted.lower() not in redact(f"https://{pasted.lower()}.playvox.com/scim/v1")


@pytest.mark.parametrize(
    "pasted", ["https://customer-support.playvox.com/scim/v1", ' "customer-support.playvox.com/scim/v1"']
)
def test_an_address_pasted_as_key_stays_readable(pasted: str) -> None:
    redactor = Redactor(SecretStr(pasted))
    assert redactor.hide("customer-support.playvox.com answers") == "customer-support.playvox.com answers"


def test_ordinary_texts_stay_as_they_are() -> None:
    remember(SecretStr(KEY))
    remember(SecretStr(TOKEN))
    dice = random.Random(3)
    rows = [
        {
            "id": "-".join(f"{dice.getrandbits(32):08x}" for _ in range(4)),
            "number": dice.random(),
            "displayName": "Provisioning of users and groups to Playvox",
            "expression": 'Join(".", [givenName], [surname])',
        }
        for _ in range(3000)
    ]
    text = json.dumps(rows)
    assert redact(text) == text


# --- what looks like a credential


@pytest.mark.parametrize(
    "text",
    [
        '{"access_token": "a-value.of_any~kind+/=", "refresh_token": "0.AXkAa-value"}',
        '{\\"access_token\\":\\"a-value.of_any~kind\\",\\"refresh_token\\":\\"0.AXkAa-value\\"',
        "{'id_token': 'a-value.of_any~kind'",
        "access_token=a-value.of_any~kind&refresh_token=0.AXkAa-value",
        "access_token%3Da-value.of_any~kind%26refresh_token%3D0.AXkAa-value",
        "Authorization: Bearer a-value.of_any~kind",
        '"Authorization": "Basic a-value.of_any~kind"',
        "device_code: a-value.of_any~kind",
        "client_secret='a-value.of_any~kind'",
        "SecretToken = a-value.of_any~kind",
        "got eyJhbGciOiJub25lIn0.a-value.of_any.kind and more",
    ],
)
def test_what_looks_like_a_credential_is_hidden(text: str) -> None:
    shown = redact(text)
    assert "a-value" not in shown
    assert "AXkA" not in shown
    assert HIDDEN in shown


@pytest.mark.parametrize(
    "name", ["access_token", "refresh_token", "id_token", "client_secret", "device_code"]
)
def test_each_member_that_holds_a_token_is_known(name: str) -> None:
    """Also in the middle of an answer that is cut off, where nothing can be parsed."""
    cut = f'{{"token_type": "Bearer", "{name}": "0.AXkAopaque-value-that-nobody-remembered'
    assert redact(cut) == f'{{"token_type": "Bearer", "{name}": "{HIDDEN}'


# --- JSON values


def test_json_stays_json() -> None:
    remember(SecretStr(KEY))
    half = len(KEY) // 2
    value = {
        "parts": [KEY[:half], KEY[half:]],
        f"name {KEY}": {"n": 1, "yes": True, "none": None, "f": 1.5},
        "access_token": "short",
        "key": SecretStr("anything"),
    }
    shown = redact_values(value)
    json.dumps(shown)
    assert longest_common(json.dumps(shown), KEY) < 8
    assert shown["access_token"] == HIDDEN
    assert "anything" not in json.dumps(shown)
    assert shown[f"name {HIDDEN}"] == {"n": 1, "yes": True, "none": None, "f": 1.5}


# --- laws


@given(
    user=st.from_regex(r"[a-z]{3,10}[0-9]{3,10}", fullmatch=True),
    secret=st.from_regex(r"[A-Za-z0-9+/=_.-]{12,60}", fullmatch=True),
    encoding=st.sampled_from(sorted(ENCODINGS)),
    before=st.text(max_size=30),
)
@settings(deadline=None, max_examples=150)
def test_whatever_the_key_is_made_of(user: str, secret: str, encoding: str, before: str) -> None:
    key = key_of(user, secret)
    encoded = ENCODINGS[encoding](key.get_secret_value())
    shown = Redactor(key).hide(f"{before} {encoded}")
    public = base64.b64encode(b"Bearer ").decode()[:9] if encoding == "Base64 of a header" else ""
    shown = shown.removeprefix(before).replace(public, "", 1)
    assert longest_common(shown, encoded.removeprefix(public)) < 9


@given(text=st.text(max_size=400))
def test_without_a_secret_nothing_is_lost(text: str) -> None:
    if "eyj" not in text.casefold() and "bearer" not in text.casefold() and "basic" not in text.casefold():
        assert Redactor(SecretStr(KEY)).hide(text) == text


def test_hiding_twice_changes_nothing_more() -> None:
    redactor = Redactor(SecretStr(KEY))
    once = redactor.hide(f"Authorization: Bearer {KEY}, {DECODED}")
    assert redactor.hide(once) == once


def test_many_threads_may_use_it() -> None:
    redactor = Redactor()
    failures: list[Exception] = []

    def work(number: int) -> None:
        try:
            for turn in range(8):
                secret = base64.b64encode(
                    f"user{number}{turn}:secret-{number}-{turn}-value".encode()
                ).decode()
                redactor.remember(secret)
                redactor.spare(f"host{number}{turn}.example")
                assert secret not in redactor.hide(f"x {secret} y")
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_its_repr_shows_no_secret() -> None:
    redactor = Redactor(SecretStr(KEY))
    assert KEY not in repr(redactor)
    assert "canary" not in repr(redactor)


def test_short_texts_and_documents_are_not_remembered() -> None:
    redactor = Redactor(SecretStr("abc"), SecretStr(""), SecretStr("x" * 10_000_000))
    assert redactor.hide("abc xxxxxxxxxxxx") == "abc xxxxxxxxxxxx"


def test_a_log_line_costs_little() -> None:
    for number in range(20):
        remember(key_of(f"user{number}", f"secret-{number:012d}-value"))
    remember(SecretStr(TOKEN))
    spare("acme.playvox.com")
    line = "GET https://acme.playvox.com/scim/v1/Users?filter=userName+eq+%22a%22 -> 200 in 31 ms"
    redact(line)
    began = time.process_time()
    for _ in range(200):
        redact(line)
    assert (time.process_time() - began) / 200 < 0.005
