"""The operating system's trust store.

Windows and macOS are asked through truststore. Elsewhere OpenSSL checks certificates itself; truststore
would read the whole store again for every connection, about 20 ms, while the handshakes of the other
connections wait for it on the event loop.
"""

from __future__ import annotations

import ssl
import sys
import threading
from pathlib import Path
from typing import Any

import certifi
import truststore

_OTHER_FILES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Arch
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  # Fedora, Red Hat
    "/etc/pki/tls/certs/ca-bundle.crt",  # older Fedora and Red Hat
    "/etc/ssl/ca-bundle.pem",  # SUSE
    "/etc/ssl/cert.pem",  # Alpine
)
"""Where distributions keep their store, for an OpenSSL that was built with other places in mind."""


def system_trust() -> ssl.SSLContext:
    """A fresh verifying client context that trusts what the operating system trusts."""
    if sys.platform in ("win32", "darwin"):
        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return _StoreReadOnce(ssl.PROTOCOL_TLS_CLIENT)


class _StoreReadOnce(ssl.SSLContext):
    """Reads the store with its first connection; anyio opens connections of such contexts on a thread."""

    def __init__(self, _protocol: int) -> None:
        super().__init__()
        self._reading = threading.Lock()
        self._read = False

    def wrap_bio(self, *given: Any, **named: Any) -> ssl.SSLObject:
        """As `ssl.SSLContext.wrap_bio`."""
        self._read_store()
        return super().wrap_bio(*given, **named)

    def wrap_socket(self, *given: Any, **named: Any) -> ssl.SSLSocket:
        """As `ssl.SSLContext.wrap_socket`."""
        self._read_store()
        return super().wrap_socket(*given, **named)

    def _read_store(self) -> None:
        with self._reading:
            if not self._read:
                file, folder = _places()
                if file or folder:
                    self.load_verify_locations(file, folder)
                self._read = True


def _places() -> tuple[str | None, str | None]:
    """The file and the folder with the trusted certificates; None for one that does not exist."""
    usual = ssl.get_default_verify_paths()  # looks at SSL_CERT_FILE and SSL_CERT_DIR too
    if usual.cafile or (usual.capath and any(Path(usual.capath).glob("*.[0-9]"))):
        return usual.cafile, usual.capath
    return next((each for each in _OTHER_FILES if Path(each).is_file()), None), None


_NO_CHECK_TIME = 0x200000  # OpenSSL's X509_V_FLAG_NO_CHECK_TIME


def openssl_context() -> ssl.SSLContext:
    """A verifying context with OpenSSL's own store.

    Unlike Python's default context it writes no keys of connections into the file that `SSLKEYLOGFILE`
    names, and does not fail where that file cannot be written.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if sys.version_info >= (3, 13):  # as strict as Python's default context
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN | ssl.VERIFY_X509_STRICT
    context.load_default_certs()
    return context


def trust_at_any_time(extra_ca: Path | None = None) -> ssl.SSLContext:
    """A verifying context that does not look at dates, only to ask a server what time it is.

    Chain and name are still verified. OpenSSL does it on every platform, because the systems' own
    verification cannot leave out the dates.
    """
    context = openssl_context()
    context.load_verify_locations(cafile=certifi.where())
    if extra_ca is not None:
        context.load_verify_locations(cafile=str(extra_ca))
    # Python 3.13 refuses authorities that lack an extension, and the systems' own verification does not.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    # Last: the inverse of a flag has no bits that Python does not know.
    context.verify_flags |= _NO_CHECK_TIME
    return context
