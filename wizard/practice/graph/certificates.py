"""Certificates that an app registration signs in with (`keyCredentials`).

Source: Graph docs, "keyCredential resource type" and "Update application".
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import uuid
from typing import Any

from cryptography import x509

from wizard.practice.clock import stamp
from wizard.practice.graph.errors import bad_request
from wizard.practice.store import Json


def checked(sent: Any) -> tuple[list[Json], list[Json]]:
    """`keyCredentials` as Graph shows them, and the certificates behind them. Raises GraphError 400."""
    if not isinstance(sent, list) or not all(isinstance(one, dict) for one in sent):
        raise bad_request("Invalid value specified for property 'keyCredentials'.")
    shown, kept = [], []
    for one in sent:
        if (one.get("type"), one.get("usage")) != ("AsymmetricX509Cert", "Verify"):
            raise bad_request("Key credential type must be AsymmetricX509Cert and its usage Verify.")
        try:
            der = base64.b64decode(one.get("key") or "", validate=True)
            certificate = x509.load_der_x509_certificate(der)
        except (binascii.Error, ValueError, TypeError):
            raise bad_request("Key credential value is not a Base64-encoded certificate.") from None
        key_id = str(uuid.uuid4())
        shown.append(
            {
                "customKeyIdentifier": hashlib.sha1(der).hexdigest().upper(),  # noqa: S324 - Graph's format
                "displayName": one.get("displayName") or certificate.subject.rfc4514_string(),
                "endDateTime": stamp(certificate.not_valid_after_utc),
                "key": None,
                "keyId": key_id,
                "startDateTime": stamp(certificate.not_valid_before_utc),
                "type": "AsymmetricX509Cert",
                "usage": "Verify",
            }
        )
        kept.append({"id": key_id, "key": base64.b64encode(der).decode()})
    return shown, kept
