"""Where this copy of the program looks for newer versions; empty unless its builder has set it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import Base64Bytes, BaseModel, HttpUrl, ValidationError

from wizard.own_files import read_file
from wizard.paths import RESOURCES

FILE = RESOURCES / "updates.json"
_MOST = 4096  # bytes


@dataclass(frozen=True, slots=True)
class Channel:
    """An https address, and the keys of which one must have signed what is there."""

    address: str
    keys: tuple[Ed25519PublicKey, ...]


class _Built(BaseModel):
    """resources/updates.json, as build/updates.py writes it: raw Ed25519 keys in Base64."""

    address: HttpUrl | None = None
    keys: tuple[Base64Bytes, ...] = ()


def channel(file: Path | None = None) -> Channel | None:
    """The channel of this copy; None where it was built without one, or with one that cannot be used."""
    try:
        built = _Built.model_validate_json(read_file(file or FILE, _MOST))
        keys = tuple(Ed25519PublicKey.from_public_bytes(key) for key in built.keys)
    except (OSError, ValidationError, ValueError):
        return None
    if built.address is None or built.address.scheme != "https" or not keys:
        return None
    return Channel(str(built.address), keys)
