"""What a release signs is what the program that was built for it accepts."""

from __future__ import annotations

import base64
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import wizard
from build import update_channel, updates
from tests.updates.conftest import KEY, NOW, Place
from wizard.updates import channel
from wizard.updates.checking import check

PUBLIC = base64.b64encode(KEY.public_key().public_bytes_raw()).decode()


def pem(key: Ed25519PrivateKey) -> str:
    """A private key as the release has it."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


@pytest.fixture
def release(monkeypatch: pytest.MonkeyPatch) -> None:
    """The variables of a release."""
    monkeypatch.setenv("UPDATE_SIGNING_KEY", pem(KEY))
    monkeypatch.setenv("UPDATE_NOTES", "https://example.com/notes")
    monkeypatch.setenv("UPDATE_PUBLIC_KEY", PUBLIC)
    monkeypatch.setenv("UPDATE_ADDRESS", "https://example.com/updates.json")


async def test_a_published_version_is_accepted(
    release: None, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updates, "__version__", "7.1.0")
    assert "version 7.1.0" in updates.publish(tmp_path / "out.json", NOW)
    place.content = (tmp_path / "out.json").read_bytes()
    found = await check(tmp_path / "data", place.network, now=NOW + timedelta(days=100))
    assert found.newest is not None
    assert (found.state, found.newest.version) == ("newer", "7.1.0")


def test_address_and_key_are_built_in(release: None, tmp_path: Path) -> None:
    update_channel.write(tmp_path / "updates.json")
    built = channel.channel(tmp_path / "updates.json")
    assert built is not None
    assert built.address == "https://example.com/updates.json"
    assert updates.public_key() == PUBLIC


def test_without_them_nothing_is_built_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("UPDATE_ADDRESS", "UPDATE_PUBLIC_KEY"):
        monkeypatch.delenv(name, raising=False)
    assert "are not set" in update_channel.write(tmp_path / "updates.json")
    assert not (tmp_path / "updates.json").exists()


def test_half_a_channel_ends_the_build(
    release: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UPDATE_ADDRESS", "http://example.com/updates.json")
    with pytest.raises(SystemExit, match="must be https"):
        update_channel.write(tmp_path / "updates.json")


def test_a_key_that_does_not_belong_to_the_program_ends_the_release(
    release: None, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UPDATE_SIGNING_KEY", pem(Ed25519PrivateKey.generate()))
    monkeypatch.setattr(updates, "__version__", wizard.__version__)
    with pytest.raises(Exception, match="update_forged"):
        updates.publish(tmp_path / "out.json", NOW)
    monkeypatch.setenv("UPDATE_SIGNING_KEY", "")
    with pytest.raises(SystemExit, match="UPDATE_SIGNING_KEY"):
        updates.publish(tmp_path / "out.json", NOW)
