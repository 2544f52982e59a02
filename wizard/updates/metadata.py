"""What is published about the newest version: read only after its signature was verified.

The file is JSON: `metadata` is the Base64 of a JSON object with `version`, `date`, `notes` and `expires`;
`signatures` are Ed25519 signatures (Base64) of `SIGNED_AS` followed by exactly those bytes.
"""

from __future__ import annotations

import base64
import datetime as dt
import re
from collections.abc import Sequence
from typing import Annotated

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import (
    AwareDatetime,
    Base64Bytes,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from wizard.problem import Problem, ProblemError

SIGNED_AS = b"playvox-provisioning updates 1\n"
"""Before every signed text, so that no signature for something else fits."""
_VERSION = r"\d{1,6}\.\d{1,6}\.\d{1,6}"


class Metadata(BaseModel):
    """The newest version: when it was published, where its notes are, and until when this is valid."""

    model_config = ConfigDict(frozen=True)

    version: Annotated[str, StringConstraints(pattern=rf"^{_VERSION}$")]
    date: dt.date
    notes: Annotated[str, StringConstraints(pattern=r"^https://[!-~]{1,500}$")]
    expires: AwareDatetime

    @property
    def order(self) -> tuple[tuple[int, ...], dt.date]:
        """Grows with everything that is published later."""
        return numbers(self.version), self.date


class _Signed(BaseModel):
    metadata: Base64Bytes
    signatures: Annotated[list[Base64Bytes], Field(min_length=1, max_length=10)]


def numbers(version: str) -> tuple[int, ...]:
    """A version for comparing: its leading numbers."""
    found = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(int(part) for part in found.group().split(".")) if found else ()


def verified(raw: bytes, keys: Sequence[Ed25519PublicKey], now: dt.datetime) -> Metadata:
    """What the file says. Raises `ProblemError`: `update_unreadable`, `update_forged`, `update_expired`."""
    try:
        signed = _Signed.model_validate_json(raw)
    except ValidationError as error:
        raise ProblemError(Problem("update_unreadable")) from error
    if not any(_fits(key, each, signed.metadata) for key in keys for each in signed.signatures):
        raise ProblemError(Problem("update_forged"))
    try:
        found = Metadata.model_validate_json(signed.metadata)
    except ValidationError as error:
        raise ProblemError(Problem("update_unreadable")) from error
    if found.expires <= now:
        raise ProblemError(Problem("update_expired", {"expires": f"{found.expires:%Y-%m-%d}"}))
    return found


def sign(metadata: Metadata, key: Ed25519PrivateKey) -> bytes:
    """The file that a release publishes."""
    text = metadata.model_dump_json().encode()
    signature = key.sign(SIGNED_AS + text)
    signed = _Signed(metadata=base64.b64encode(text), signatures=[base64.b64encode(signature)])
    return signed.model_dump_json(indent=2).encode() + b"\n"


def _fits(key: Ed25519PublicKey, signature: bytes, text: bytes) -> bool:
    try:
        key.verify(signature, SIGNED_AS + text)
    except InvalidSignature:
        return False
    return True
