"""TLS alerts: the reason a server gives when it ends TLS, and the cause that each of them means."""

from __future__ import annotations

import re
import ssl

# RFC 8446 section 6.2, RFC 6066 section 3, RFC 7301 section 3.2.
_CAUSES = {
    "certificate_required": "tls_client_certificate",
    "no_application_protocol": "tls_no_http1",
    "unrecognized_name": "tls_hostname_mismatch",
    "protocol_version": "tls_version_unsupported",
    "inappropriate_fallback": "tls_version_unsupported",
    "handshake_failure": "tls_cipher_unsupported",
    "insufficient_security": "tls_cipher_unsupported",
    "illegal_parameter": "tls_cipher_unsupported",
}
# What a server says about the certificate of its caller, which this program and Microsoft do not have.
_ABOUT_CALLER = (
    "bad_certificate", "unsupported_certificate", "certificate_revoked", "certificate_expired",
    "certificate_unknown", "unknown_ca", "access_denied",
)  # fmt: skip
_NAME = re.compile(r"(?:SSLV3|TLSV1|TLSV13)_(?:ALERT_)?(.+)")
_SOURCE_LINE = re.compile(r"\s*\(_ssl\.c:\d+\)|^\[[^\]]*\]\s*")


def alert_in(error: BaseException | None) -> str:
    """The alert that an exception of OpenSSL reports, as RFC 8446 names it, or ""."""
    match = _NAME.fullmatch(getattr(error, "reason", None) or "")
    return match.group(1).lower() if match is not None else ""


def cause_of_alert(alert: str, *, wants_certificate: bool = False) -> str | None:
    """The cause that an alert means, or None when it says nothing definite."""
    if wants_certificate and (alert in ("handshake_failure", "") or alert in _ABOUT_CALLER):
        return "tls_client_certificate"
    return _CAUSES.get(alert) or ("tls_client_certificate" if alert in _ABOUT_CALLER else None)


def plain_reason(error: BaseException) -> str:
    """The reason of a broken connection in words, without OpenSSL's source line and error number."""
    alert = alert_in(error)
    if alert:
        return f"alert {alert}"
    if isinstance(error, ssl.SSLError):
        named = getattr(error, "reason", None) or ""
        return named.replace("_", " ").lower() or _SOURCE_LINE.sub("", str(error))
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return _SOURCE_LINE.sub("", str(error)).strip()
