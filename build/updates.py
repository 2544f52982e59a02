"""For releases: the signed file that the program reads when it looks for newer versions.

`python -m build.updates sign FILE` writes it, to be put at the address that was built into the program
(`build/update_channel.py`), with the private key in `UPDATE_SIGNING_KEY` (PEM; `openssl genpkey -algorithm
ed25519`) and the notes' address in `UPDATE_NOTES`. `python -m build.updates public` prints the public key.
"""

from __future__ import annotations

import base64
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pydantic import ValidationError

from wizard import __version__
from wizard.updates import channel
from wizard.updates.metadata import Metadata, sign, verified

_VALID = timedelta(days=120)
"""Publish again before: afterwards programs say that they do not know."""


def publish(file: Path, now: datetime | None = None) -> str:
    """Write the signed file of this version; returns what was done."""
    now = now or datetime.now(UTC)
    key = _private_key()
    try:
        metadata = Metadata(
            version=__version__,
            date=now.date(),
            notes=os.environ.get("UPDATE_NOTES", ""),
            expires=now + _VALID,
        )
    except ValidationError as error:
        sys.exit(f"The version must be three numbers, and UPDATE_NOTES an https address:\n{error}")
    content = sign(metadata, key)
    built = channel.channel()
    verified(content, built.keys if built is not None else [key.public_key()], now)
    file.write_bytes(content)
    return f"{file}: version {metadata.version}, valid until {metadata.expires:%Y-%m-%d}"


def public_key() -> str:
    """The public key of `UPDATE_SIGNING_KEY`, as `UPDATE_PUBLIC_KEY` takes it."""
    return base64.b64encode(_private_key().public_key().public_bytes_raw()).decode()


def _private_key() -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(os.environ.get("UPDATE_SIGNING_KEY", "").encode(), None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        sys.exit("UPDATE_SIGNING_KEY must hold a private Ed25519 key as PEM, without a password.")
    return key


def main(arguments: list[str]) -> int:
    """Do what the arguments say."""
    match arguments:
        case ["sign", file]:
            print(publish(Path(file)))
        case ["public"]:
            print(public_key())
        case _:
            sys.exit("usage: python -m build.updates sign FILE | public")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
