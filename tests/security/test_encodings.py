"""Every shape of a secret, created here in other ways, and the meaning of Base64."""

from __future__ import annotations

import base64
import binascii
import html
from urllib.parse import quote, quote_plus

import pytest

from wizard.security.encodings import decoded_text, key_halves, letters, shapes, token_shapes

TEXT = "Ab+c/9=é!"
ASCII = "Ab+c/9=!"
LONE = "abc\udc80def"  # half of a character, as damaged texts hold it


def plain(text: str) -> str:
    return "".join(each for each in text.casefold() if each.isalnum())


def test_letters_are_those_alone_in_one_case() -> None:
    assert letters("A-b_C d\n9.É=ß") == "abcd9éss"


@pytest.mark.parametrize(
    "shape",
    [
        TEXT,
        TEXT[::-1],
        quote(TEXT, safe=""),
        quote_plus(TEXT),
        quote(quote(ASCII, safe=""), safe=""),
        html.escape(TEXT),
        "Ab&#43;c&#47;9&#61;é&#33;",
        "Ab&#x2B;c&#x2F;9&#x3D;é&#x21;",
        "Ab\\u002bc\\u002f9\\u003dé\\u0021",
    ],
    ids=[
        "as it is",
        "backwards",
        "URL",
        "form",
        "URL twice",
        "HTML by names",
        "HTML by numbers",
        "HTML by hexadecimal numbers",
        "JSON",
    ],
)
def test_every_shape_of_a_key_is_known(shape: str) -> None:
    assert plain(shape) in shapes(TEXT).fine | shapes(ASCII).fine


@pytest.mark.parametrize("before", ["", "x", "xy", "xyz"])
def test_base64_is_known_wherever_in_the_encoded_text_it_begins(before: str) -> None:
    secret = "canary-71bd02e4"
    encoded = base64.b64encode((before + secret).encode()).decode().rstrip("=")
    fine = shapes(secret).fine
    longest = max(len(each) for each in fine if each in plain(encoded))
    assert longest >= len(base64.b64encode(secret.encode()).decode().rstrip("=")) - 2
    assert any(each in plain(encoded) for each in token_shapes(secret).coarse)


@pytest.mark.parametrize(
    "shape",
    [
        binascii.hexlify(TEXT.encode()).decode(),
        TEXT.encode("utf-16-le").hex(),
        "".join(f"%{ord(each):02x}" for each in TEXT),
        "".join(f"&#{ord(each)};" for each in TEXT),
        "".join(f"\\u{ord(each):04x}" for each in TEXT),
        "".join(f"%25{ord(each):02x}" for each in TEXT),
    ],
)
def test_shapes_of_few_different_letters_are_kept_apart(shape: str) -> None:
    found = shapes(TEXT)
    assert plain(shape) in found.coarse
    assert plain(shape) not in found.fine


def test_a_url_encoded_key_is_known_decoded() -> None:
    assert "abcdefgh" in shapes("ab%20cd%2Fef=gh").fine


@pytest.mark.parametrize("text", [LONE, "", "\n"])
def test_texts_that_cannot_be_encoded_have_shapes_too(text: str) -> None:
    found = shapes(text)
    assert "" not in found.fine
    assert "" not in found.coarse
    assert (letters(text) in found.fine) is bool(letters(text))
    assert all(each == plain(each) for each in found.all())


def test_a_damaged_text_has_token_shapes() -> None:
    assert {"abcdef", "616263edb280646566"} <= token_shapes(LONE).coarse
    assert not token_shapes(LONE).fine


def test_two_shapes_together_hold_both() -> None:
    both = shapes("one+two") | token_shapes("three")
    assert both.fine == shapes("one+two").fine
    assert both.coarse == shapes("one+two").coarse | token_shapes("three").coarse
    assert both.all() == both.fine | both.coarse


def encoded(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


@pytest.mark.parametrize(
    ("text", "halves"),
    [
        (encoded(b"user:key"), ("user", "key")),
        (encoded(b"u:kkkk"), ("u", "kkkk")),  # eight characters, the least
        (f" {encoded(b'user:key1')} \n", ("user", "key1")),
        (encoded(b"user:key12").rstrip("="), ("user", "key12")),
        (encoded(b"a:b:c:d"), ("a", "b:c:d")),
        (base64.urlsafe_b64encode("ÿÿ>?:ÿ¿~~".encode()).decode(), ("ÿÿ>?", "ÿ¿~~")),
        (encoded(b":only1"), ("", "only1")),
        (encoded(b"u:kkk"), None),  # seven characters
        (encoded(b"no colon here"), None),
        (encoded(b"user:line\nbreak"), None),
        (encoded(b"user:\xff\xfe\xfd\xfc"), None),
        (encoded(b"user:key1")[:-2] + "!=", None),
        ("abcdefghi", None),  # no Base64 has nine characters
        ("", None),
    ],
)
def test_the_halves_of_a_key(text: str, halves: tuple[str, str] | None) -> None:
    assert key_halves(text) == halves


@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        (encoded(b"a secret text"), "a secret text"),
        (encoded(b"sixsix"), "sixsix"),  # eight characters, the least
        (f"\t{encoded(b'padded by spaces')} ", "padded by spaces"),
        (encoded(b"a secret tex").rstrip("="), "a secret tex"),
        (base64.urlsafe_b64encode("ÿÿ>?~~ÿ".encode()).decode(), "ÿÿ>?~~ÿ"),
        (encoded(b"text \xff more"), "text \ufffd more"),
        (encoded(b"short")[:-1], ""),
        ("abcdefghi", ""),
        ("not base64 at all!", ""),
        ("", ""),
    ],
)
def test_what_base64_stands_for(text: str, decoded: str) -> None:
    assert decoded_text(text) == decoded
