"""Looking for a newer version: signed, valid, never older than what was seen, and never by itself."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import wizard
from tests.updates.conftest import KEY, NOW, Place, metadata
from wizard.network.clients import Network
from wizard.problem import ProblemError
from wizard.updates import channel, checking
from wizard.updates.checking import check, is_due, known, switch
from wizard.updates.metadata import SIGNED_AS, sign
from wizard.updates.words import sentence


async def refusal(folder: Path, place: Place, network: Network | None = None) -> str:
    """The code of the problem; what was known before stays."""
    before = known(folder, now=NOW)
    with pytest.raises(ProblemError) as refused:
        await check(folder, network or place.network, now=NOW)
    assert known(folder, now=NOW) == before
    return refused.value.problem.code


async def test_a_newer_version_is_named_and_nothing_else_happens(place: Place, tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert sentence(known(data, now=NOW)) == "Not checked: checking for newer versions is off."
    place.publish(metadata())
    found = await check(data, place.network, now=NOW)
    assert (found.state, found.on) == ("newer", False)
    assert "Version 9.0.0 of 2026-12-01 is published" in sentence(found)
    assert "https://example.com/notes" in sentence(found)
    assert known(data, now=NOW + timedelta(days=29)) == found
    assert [path.name for path in data.iterdir()] == ["updates.json"]
    assert len(place.asked) == 1
    told = place.asked[0].decode().lower()
    assert wizard.__version__ not in told
    assert "cookie" not in told


async def test_the_same_version_is_current(place: Place, tmp_path: Path) -> None:
    for version in (wizard.__version__, "0.0.1"):
        place.publish(metadata(version, day=1))
        found = await check(tmp_path / version, place.network, now=NOW)
        assert found.state == "current"
        assert sentence(found).startswith(f"No version newer than {wizard.__version__} is published.")


async def test_what_is_no_longer_valid_counts_as_not_checked(place: Place, tmp_path: Path) -> None:
    place.publish(metadata(valid=timedelta(days=2)))
    await check(tmp_path, place.network, now=NOW)
    later = known(tmp_path, now=NOW + timedelta(days=3))
    assert (later.state, later.why, later.newest) == ("not_checked", "old", None)
    assert sentence(later) == "Not checked: what was read last is no longer valid."


async def test_another_signature_is_refused(place: Place, tmp_path: Path) -> None:
    place.publish(metadata(), Ed25519PrivateKey.generate())
    assert await refusal(tmp_path, place) == "update_forged"
    right = json.loads(sign(metadata(), KEY))
    other = json.loads(sign(metadata("9.9.9"), KEY))
    place.content = json.dumps({**right, "metadata": other["metadata"]}).encode()
    assert await refusal(tmp_path, place) == "update_forged"


async def test_a_signature_for_something_else_is_refused(place: Place, tmp_path: Path) -> None:
    import base64

    text = metadata().model_dump_json().encode()
    for signed in (text, SIGNED_AS.replace(b"1", b"2") + text):
        signature = base64.b64encode(KEY.sign(signed)).decode()
        place.content = json.dumps(
            {"metadata": base64.b64encode(text).decode(), "signatures": [signature]}
        ).encode()
        assert await refusal(tmp_path, place) == "update_forged"


async def test_an_old_answer_is_refused(place: Place, tmp_path: Path) -> None:
    place.publish(metadata(valid=-timedelta(seconds=1)))
    assert await refusal(tmp_path, place) == "update_expired"


@pytest.mark.parametrize(("version", "day"), [("8.9.9", 20), ("9.0.0", 9)])
async def test_a_step_back_is_refused(place: Place, tmp_path: Path, version: str, day: int) -> None:
    place.publish(metadata("9.0.0", day=10))
    await check(tmp_path, place.network, now=NOW)
    place.publish(metadata(version, day=day))
    assert await refusal(tmp_path, place) == "update_rolled_back"
    place.publish(metadata("9.0.0", day=10))
    assert (await check(tmp_path, place.network, now=NOW)).state == "newer"


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b"{}", b'{"metadata": "AA==", "signatures": []}'])
async def test_anything_else_is_refused(place: Place, tmp_path: Path, content: bytes) -> None:
    place.content = content
    assert await refusal(tmp_path, place) == "update_unreadable"


async def test_an_endless_answer_is_refused(place: Place, tmp_path: Path) -> None:
    place.content = b" " * 70_000
    assert await refusal(tmp_path, place) == "update_unreadable"


async def test_an_answer_that_comes_byte_by_byte_is_given_up(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "_WHOLE", 0.3)
    place.publish(metadata())
    place.pause = 0.05
    assert await refusal(tmp_path, place) == "update_unreachable"


@pytest.mark.parametrize("head", ["302 Found\r\nLocation: https://127.0.0.1:1/", "404 Not Found"])
async def test_another_status_is_refused(place: Place, tmp_path: Path, head: str) -> None:
    place.publish(metadata())
    place.head = head
    assert await refusal(tmp_path, place) == "update_refused"
    assert len(place.asked) == 1


async def test_a_server_that_is_not_trusted_is_refused(place: Place, tmp_path: Path) -> None:
    place.publish(metadata())
    assert await refusal(tmp_path, place, Network(allow_loopback=True)) == "update_unreachable"
    assert place.asked == []


async def test_it_is_due_once_a_day_where_it_is_on(place: Place, tmp_path: Path) -> None:
    assert not is_due(tmp_path, now=NOW)
    assert sentence(switch(tmp_path, on=True)) == "Not checked yet."
    assert is_due(tmp_path, now=NOW)
    place.publish(metadata())
    assert (await check(tmp_path, place.network, now=NOW)).on
    assert not is_due(tmp_path, now=NOW + timedelta(hours=23))
    assert is_due(tmp_path, now=NOW + timedelta(hours=25))
    assert is_due(tmp_path, now=NOW - timedelta(hours=1))
    switch(tmp_path, on=False)
    assert not is_due(tmp_path, now=NOW + timedelta(days=9))


def test_what_was_damaged_on_disk_is_off_and_not_checked(tmp_path: Path, place: Place) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "updates.json").write_bytes(b"{\x00")
    found = known(tmp_path / "data", now=NOW)
    assert (found.on, found.state, found.why) == (False, "not_checked", "off")


@pytest.mark.parametrize(
    "built",
    [
        "",
        '{"address": null, "keys": []}',
        '{"address": "http://example.com/a", "keys": ["a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s="]}',
        '{"address": "https://example.com/a", "keys": ["AAAA"]}',
        '{"address": "https://example.com/a", "keys": []}',
    ],
)
async def test_a_copy_without_an_address_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, built: str
) -> None:
    (tmp_path / "built.json").write_text(built)
    monkeypatch.setattr(channel, "FILE", tmp_path / "built.json")
    switch(tmp_path, on=True)
    assert not is_due(tmp_path)
    assert "without an address" in sentence(known(tmp_path))
    with pytest.raises(ProblemError, match="update_no_address"):
        await check(tmp_path)


@pytest.mark.skipif("UPDATE_ADDRESS" in os.environ, reason="a release builds its address in")
def test_this_source_has_no_address() -> None:
    assert channel.channel() is None
