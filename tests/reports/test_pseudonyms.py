"""No name is left in a text, whatever way it is written there."""

from __future__ import annotations

import base64
import html
import json
import unicodedata
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wizard.reports.pseudonyms import Pseudonyms

NAMES = (
    "Ana Svensson",
    "José García",
    "Miles O’Brien",
    "Zoë Lønn-Straßer",
    "İrem Işık",
    "A\u0307ngel \ufb01sch",
    "Οδυσσέας Νίκος",
    "王小明",
    "김 민수",
    "Ольга Йовова",
    "Łukasz Đorđe",
    "\U0001d400na Bold",
    "สมชาย ใจดี",
)
WRITTEN: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "upper case": str.upper,
    "lower case": str.lower,
    "title case": str.title,
    "folded": str.casefold,
    "apart": lambda name: unicodedata.normalize("NFD", name),
    "together": lambda name: unicodedata.normalize("NFKC", name),
    "compatible": lambda name: unicodedata.normalize("NFKD", name),
    "in an address": quote,
    "in a search": quote_plus,
    "in an address twice": lambda name: quote(quote(name)),
    "in an address, apart": lambda name: quote(unicodedata.normalize("NFD", name)),
    "in JSON": lambda name: json.dumps(name)[1:-1],
    "in JSON in JSON": lambda name: json.dumps(json.dumps(name))[3:-3],
    "in HTML": lambda name: html.escape(name).encode("ascii", "xmlcharrefreplace").decode(),
    "in HTML, hexadecimal": lambda name: "".join(f"&#x{ord(each):x};" for each in name),
    "in a filter": lambda name: name.replace("\u2019", "'").replace("'", "''"),
    "in a file name": lambda name: name.replace(" ", "_"),
    "in one word": lambda name: name.replace(" ", ""),
    "turned round": lambda name: ", ".join(reversed(name.split())),
    "in Base64": lambda name: base64.b64encode(f"name={name};".encode()).decode(),
    "in Base64 for addresses": lambda name: (
        base64.urlsafe_b64encode(f"x: {name}?".encode()).decode().rstrip("=")
    ),
    "with invisible letters": lambda name: "\u200b".join(name),
    "wide": lambda name: "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in name),
}
AROUND = (
    " {} ",
    "({})",
    "plan_{}.csv",
    "?u={}&x=1",
    "='{}'",
    "/{}/",
    "\u5f90{}\u5148\u751f",
    '"{}"',
    "-{}-",
    "{}",
    "#{}:",
)


def told(text: str) -> set[str]:
    """The letters in a text, so that a name in it could be read; numbers of pseudonyms are left out."""
    plain = unicodedata.normalize("NFKD", text.replace("person", "")).casefold()
    return {each for each in plain if each.isalpha()}


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_hidden_however_it_is_written(name: str, written: str) -> None:
    people = Pseudonyms()
    people.know(name, "somebody@contoso.example")
    text = f"<{WRITTEN[written](name)}>"
    assert told(people.hidden(text)) <= set("namex"), people.hidden(text)


@example(name="AAA", written=["in Base64"], around="/{}/")
@example(name="AAA", written=["in Base64"], around="徐{}先生")
@given(
    name=st.lists(
        st.text(
            st.characters(categories=("Lu", "Ll", "Lt", "Lo"), exclude_characters="\ufffd"),
            min_size=3,
            max_size=8,
        ),
        min_size=1,
        max_size=3,
    ).map(" ".join),
    written=st.lists(st.sampled_from(sorted(WRITTEN.keys() - {"in one word", "turned round"})), max_size=1),
    around=st.sampled_from(AROUND),
)
def test_any_name_is_hidden(name: str, written: list[str], around: str) -> None:
    people = Pseudonyms()
    word = people.of(name)
    text = name
    for each in written:
        text = WRITTEN[each](text)
    hidden = people.hidden(around.format(text))
    assert word in hidden, ascii((around.format(text), hidden))
    assert text not in hidden


@pytest.mark.parametrize(
    "mail",
    ["miles.o'brien@contoso.example", "miles.o''brien@contoso.example", "'miles.o''brien@contoso.example",
     "MILES.O%27BRIEN%40CONTOSO.EXAMPLE", "miles.o%27%27brien%40contoso.example",
     "miles.o&#39;brien&#64;contoso.example",
     "miles.o\\u0027brien\\u0040contoso.example"],
)  # fmt: skip
def test_a_sign_in_name_is_the_person_however_it_is_written(mail: str) -> None:
    people = Pseudonyms()
    people.know("Miles O'Brien", "miles.o'brien@contoso.example")
    people.know("Ana", "ana@contoso.example")
    text = people.hidden(f"userPrincipalName eq '{mail}' or x")
    assert text.replace("'", "") == "userPrincipalName eq person-1 or x"


def test_what_names_nobody_stays() -> None:
    people = Pseudonyms()
    people.know("Ana Svensson")
    kept = (
        "banana, Anabel, 100%anabel, a%20b, \\u00e9t\\u00e9, &eacute;, QUJDREVGR0g6c2VjcmV0, "
        "\u00c5ngstr\u00f6m, key_rejected"
    )
    assert people.hidden(kept) == kept
