"""Error numbers of Windows in the texts of Microsoft's service, as causes.

The words around a number come in any language; the number does not. Sockets and WinHTTP have numbers of
their own, which also appear inside an HRESULT (0x8007 and the number); TLS and certificates have HRESULTs.
"""

from __future__ import annotations

import re

# Windows Sockets and WinHTTP (learn.microsoft.com: "Windows Sockets Error Codes", "Error Messages").
_NUMBERS = {
    10051: "network_unreachable",
    10053: "http_closed",
    10054: "http_closed",
    10060: "tcp_timeout",
    10061: "tcp_refused",
    10065: "network_unreachable",
    11001: "dns_not_found",
    11002: "dns_failed",
    11003: "dns_failed",
    11004: "dns_not_found",
    12002: "http_timeout",
    12007: "dns_not_found",
    12029: "entra_unreachable_only",
    12030: "http_closed",
    12037: "tls_expired",
    12038: "tls_hostname_mismatch",
    12044: "tls_client_certificate",
    12045: "tls_untrusted",
    12057: "tls_untrusted",
    12152: "http_malformed",
    12157: "tls_version_unsupported",
    12169: "tls_untrusted",
    12170: "tls_untrusted",
    12175: "tls_untrusted",
}
# COM error codes for security and setup: SEC_E_…, CRYPT_E_…, CERT_E_….
_RESULTS = {
    0x80090302: "tls_version_unsupported",
    0x80090308: "not_tls",
    0x80090318: "not_tls",
    0x80090320: "tls_client_certificate",
    0x80090322: "tls_hostname_mismatch",
    0x80090325: "tls_untrusted",
    # Windows reports a handshake_failure of the server this way.
    0x80090326: "tls_version_unsupported",
    0x80090327: "tls_untrusted",
    0x80090328: "tls_expired",
    0x80090330: "tls_version_unsupported",
    0x80090331: "tls_cipher_unsupported",
    0x80090349: "tls_untrusted",
    0x8009035D: "tls_version_unsupported",
    0x80092010: "tls_untrusted",
    0x80092012: "tls_untrusted",
    0x80092013: "tls_untrusted",
    0x800B0101: "tls_expired",
    0x800B0109: "tls_untrusted",
    0x800B010A: "tls_chain_incomplete",
    0x800B010C: "tls_untrusted",
    0x800B010E: "tls_untrusted",
    0x800B010F: "tls_hostname_mismatch",
}
_ABOUT_REVOCATION = frozenset({12057, 12170, 0x80092010, 0x80092012, 0x80092013, 0x800B010C, 0x800B010E})
_RESULT = re.compile(r"\b0x(8[0-9a-f]{7})\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\d.:#-])(1[012]\d{3})(?![\d.-])")
_FROM_WIN32 = 0x8007


def number_in(text: str) -> int | None:
    """The first known error number of the text: one of the sockets and WinHTTP, or an HRESULT."""
    for match in _RESULT.finditer(text):
        value = int(match.group(1), 16)
        plain = value & 0xFFFF if value >> 16 == _FROM_WIN32 else value
        if plain in _NUMBERS or plain in _RESULTS:
            return plain
    numbers = (int(match.group(1)) for match in _NUMBER.finditer(text))
    return next((each for each in numbers if each in _NUMBERS), None)


def cause_of_number(number: int) -> str:
    """The cause that a number of `number_in` means."""
    return _NUMBERS.get(number) or _RESULTS[number]


def number_is_about_revocation(number: int) -> bool:
    """Whether a number says that a certificate was revoked, or that this could not be checked."""
    return number in _ABOUT_REVOCATION
