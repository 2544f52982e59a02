"""Read the server's part of a TLS handshake: version, suite, certificates, alerts.

Only the unencrypted part (RFC 5246 section 7.4, RFC 8446 section 4); lengths are never trusted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_ALERT, _HANDSHAKE, _CHANGE_CIPHER_SPEC = 21, 22, 20
_SERVER_HELLO, _CERTIFICATE, _CERTIFICATE_REQUEST = 2, 11, 13
_ALERT_NAMES = {
    0: "close_notify", 10: "unexpected_message", 20: "bad_record_mac", 40: "handshake_failure",
    42: "bad_certificate", 43: "unsupported_certificate", 44: "certificate_revoked",
    45: "certificate_expired", 46: "certificate_unknown", 47: "illegal_parameter", 48: "unknown_ca",
    49: "access_denied", 50: "decode_error", 51: "decrypt_error", 70: "protocol_version",
    71: "insufficient_security", 80: "internal_error", 86: "inappropriate_fallback",
    90: "user_canceled", 109: "missing_extension", 110: "unsupported_extension",
    112: "unrecognized_name", 113: "bad_certificate_status_response", 115: "unknown_psk_identity",
    116: "certificate_required", 120: "no_application_protocol",
}  # fmt: skip
VERSIONS = {0x0300: "SSLv3", 0x0301: "TLSv1", 0x0302: "TLSv1.1", 0x0303: "TLSv1.2", 0x0304: "TLSv1.3"}


@dataclass(frozen=True, slots=True)
class ServerHandshake:
    """The readable parts; `plain_text` when the first bytes are not TLS."""

    version: str = ""
    certificates: tuple[bytes, ...] = ()
    alert: str = ""
    wants_certificate: bool = False
    plain_text: bool = False


def read_handshake(seen: bytes) -> ServerHandshake:
    """Read the bytes that a server sent during the handshake; never raises."""
    if seen and (
        seen[0] not in (_ALERT, _HANDSHAKE, _CHANGE_CIPHER_SPEC) or (len(seen) > 1 and seen[1] != 3)
    ):
        return ServerHandshake(plain_text=True)
    messages = bytearray()
    alert = ""
    for kind, fragment in _records(seen):
        if kind == _CHANGE_CIPHER_SPEC:
            break  # everything after this is encrypted
        if kind == _ALERT and len(fragment) == 2:
            alert = _ALERT_NAMES.get(fragment[1], str(fragment[1]))
        elif kind == _HANDSHAKE:
            messages += fragment
    version, wants = "", False
    certificates: tuple[bytes, ...] = ()
    for kind, body in _messages(bytes(messages)):
        if kind == _SERVER_HELLO:
            version = _version(body)
            if version == "TLSv1.3":
                break
        elif kind == _CERTIFICATE:
            certificates = tuple(_certificates(body))
        elif kind == _CERTIFICATE_REQUEST:
            wants = True
    return ServerHandshake(version, certificates, alert, wants)


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 5 <= len(data):
        length = int.from_bytes(data[place + 3 : place + 5], "big")
        yield data[place], data[place + 5 : place + 5 + length]
        place += 5 + length


def _messages(data: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 4 <= len(data):
        length = int.from_bytes(data[place + 1 : place + 4], "big")
        if place + 4 + length > len(data):
            return
        yield data[place], data[place + 4 : place + 4 + length]
        place += 4 + length


def _version(hello: bytes) -> str:
    version = int.from_bytes(hello[:2], "big")
    if len(hello) < 35:
        return VERSIONS.get(version, "")
    place = 35 + hello[34] + 3  # random, session id, suite and compression
    end = place + 2 + int.from_bytes(hello[place : place + 2], "big")
    place += 2
    while place + 4 <= min(end, len(hello)):
        kind = int.from_bytes(hello[place : place + 2], "big")
        length = int.from_bytes(hello[place + 2 : place + 4], "big")
        if kind == 0x2B:  # supported_versions: TLS 1.3 puts its version here
            version = int.from_bytes(hello[place + 4 : place + 6], "big")
        place += 4 + length
    return VERSIONS.get(version, "")


def _certificates(body: bytes) -> Iterator[bytes]:
    place = 3
    while place + 3 <= len(body):
        length = int.from_bytes(body[place : place + 3], "big")
        if length == 0 or place + 3 + length > len(body):
            return
        yield body[place + 3 : place + 3 + length]
        place += 3 + length
