"""The support bundle: it contains only allowed fields, people have pseudonyms, keys never appear."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import SecretStr

from tests.connection.lab.fault import KEY
from tests.connection.test_canary import ECHOES, PIECES, SECRET, longest_common
from wizard.connection.evidence_redactor import EvidenceRedactor
from wizard.reports import Bundle, Gate, Pseudonyms, make_bundle
from wizard.reports.bundle import LARGEST_FILE
from wizard.reports.contents import LISTS, RECORDS
from wizard.reports.fields import path

NOW = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)


def gate(*names: str) -> Gate:
    people = Pseudonyms()
    people.know(*names)
    return Gate(people, EvidenceRedactor(SecretStr(KEY), harmless=("acme.playvox.com",)).text)


class Everything:
    """An object that has every member, each with this text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __getattr__(self, name: str) -> Any:
        return self._text if not name.startswith("_") else object.__getattribute__(self, name)


def filled(text: str, shape: Any = None) -> Bundle:
    """A bundle whose objects all hold this text in every member, also in lists and mappings."""
    every = shape or Everything(text)
    nested = SimpleNamespace(
        checks=[every, SimpleNamespace(id="tls", evidence=every)], reasons=[every], steps=[every],
        profile=every, packages={text: text, "httpx": text}, problem=every, status=every, schedule=every,
    )  # fmt: skip
    records: dict[str, object] = dict.fromkeys(RECORDS, nested)
    records["steps.json"] = {"steps": [every, SimpleNamespace(id=text, state=text, problem=every)]}
    records["provisioning-job.json"] = SimpleNamespace(id=text, status=every, schedule=every)
    return make_bundle(records, {name: [every, nested] for name in LISTS}, gate())


def whole(bundle: Bundle) -> str:
    with zipfile.ZipFile(io.BytesIO(bundle.packed())) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist())


@pytest.mark.parametrize("name", ECHOES)
def test_the_key_is_in_no_file_whatever_brings_it(name: str) -> None:
    shown = whole(filled(ECHOES[name]))
    for encoding, piece in PIECES.items():
        assert piece not in shown, encoding
    for secret in (KEY, SECRET):
        assert longest_common(shown, secret) < 9


@pytest.mark.parametrize(
    "text",
    ["ana.svensson@contoso.example", "for ana.svensson@contoso.example.",
     "/users/ana.svensson%40contoso.example",
     "https://ana.svensson:x@contoso.example/scim?u=ana.svensson@contoso.example"],
)  # fmt: skip
def test_mail_addresses_are_in_no_file(text: str) -> None:
    assert "svensson" not in whole(filled(text)).casefold()


def test_the_same_person_has_the_same_word_by_name_and_by_address() -> None:
    people = Pseudonyms()
    people.know("Ana Żółć-Müller", "ana.mueller@contoso.example")
    people.know("陳小明", "chen@contoso.example")
    assert people.of("ana.mueller@contoso.example") == people.of("ANA ŻÓŁĆ-MÜLLER") == "person-1"
    assert people.of("陳小明") == "person-2"
    assert people.of("new@contoso.example") == "person-3"
    told = people.hidden(
        "Ana.Mueller%40contoso.example, Müller? ana żółć-müller; chen@contoso.example; 陳小明"
    )
    assert told == "person-1, person-1? person-1; person-2; person-2"
    assert people.hidden("banana, Anabel and key_rejected stay") == "banana, Anabel and key_rejected stay"


def test_letters_of_more_than_one_form_are_found() -> None:
    people = Pseudonyms()
    people.know("Jörg Strauß", "j.strauss@contoso.example")
    assert people.hidden("JÖRG STRAUSS, Jo\u0308rg, Strauß") == "person-1, person-1, person-1"


@pytest.mark.parametrize(
    "name", ["00\u0130", "\u0130rem", "Strau\u00df", "\ufb01\ufb02o", "\u0390\u1fd3a", "A\u0307ngel"]
)
def test_letters_whose_lower_case_is_longer_are_found(name: str) -> None:
    people = Pseudonyms()
    people.know(name)
    for written in {name, name.upper(), name.lower(), name.casefold()}:
        assert people.hidden(f"a {written} b") == "a person-1 b", ascii(written)


@example("00\u0130")
@example("\U0001171d0A")
@given(st.text(min_size=3, max_size=30).filter(lambda name: any(letter.isalpha() for letter in name)))
def test_a_known_name_never_stands_alone_in_a_text(name: str) -> None:
    people = Pseudonyms()
    word = people.of(name)
    if word:
        assert people.hidden(f" {name.strip()} ").strip().startswith("person")


def test_unknown_members_and_texts_of_servers_stay_out() -> None:
    check = SimpleNamespace(
        id="scim", status="failed", cause="filter_rejected", elapsed_ms=3.5,
        evidence={"status": 400, "detail": "no such Ana", "challenge": "Bearer", "note": "Ana",
                  "server": "nginx"},
    )  # fmt: skip
    report = SimpleNamespace(
        started=NOW, target="https://acme.playvox.com/scim/v1?x=1#y", checks=[check], curl="curl -H …",
        extra_ca="/home/ana/root.pem", loopback=False,
    )  # fmt: skip
    bundle = make_bundle({"connection-test.json": report}, {}, gate())
    content = json.loads(next(each.text for each in bundle.files if each.name == "connection-test.json"))
    assert content == {
        "started": "2026-11-03T09:30:00+00:00",
        "target": "https://acme.playvox.com/scim/v1",
        "checks": [
            {"id": "scim", "status": "failed", "elapsed_ms": 3.5, "cause": "filter_rejected",
             "evidence": {"status": 400, "server": "nginx"}}
        ],
        "extra_ca": True,
        "loopback": False,
    }  # fmt: skip


def test_a_path_shows_its_words_and_identifiers_only() -> None:
    number = "2819c223-7f76-453a-919d-413861904646"
    assert path(f"/v1.0/servicePrincipals/{number}/synchronization/jobs?x=ana", gate()) == (
        f"/v1.0/servicePrincipals/{number}/synchronization/jobs"
    )
    assert path("/v1.0/users/ana.svensson/Secret", gate()) == "/v1.0/users/…/…"


def test_it_stays_small_and_says_what_is_left_out() -> None:
    row = SimpleNamespace(
        kind="k" * 100, subject="s" * 200, account="a" * 60 + "@contoso.example", began=NOW
    )
    bundle = make_bundle({}, {name: [row] * 5000 for name in LISTS}, gate())
    for each in bundle.files:
        assert len(each.text.encode()) <= LARGEST_FILE
    rows = json.loads(next(each.text for each in bundle.files if each.name == "changes.json"))
    assert rows["left_out"] + len(rows["rows"]) == 5000
    assert len(bundle.packed()) < 1 << 20


def test_the_file_is_what_was_shown() -> None:
    bundle = filled("nginx")
    with zipfile.ZipFile(io.BytesIO(bundle.packed())) as archive:
        assert archive.testzip() is None
        assert [(each.name, each.text) for each in bundle.files] == [
            (name, archive.read(name).decode()) for name in archive.namelist()
        ]
    assert bundle.packed() == bundle.packed()
    read_me = bundle.files[0]
    assert all(each.name in read_me.text for each in bundle.files[1:])
    assert bundle.size == sum(len(each.text.encode()) for each in bundle.files)
