"""The TLS layer: the verified handshake, and the handshake that Microsoft's service needs.

Microsoft Learn ("Develop and plan provisioning for a SCIM endpoint") names TLS 1.2 and eight suites.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from typing import Any

from wizard.connection.certificates import (
    Certificate,
    inspector,
    is_publicly_rooted,
    read_chain,
    trusted_organizations,
    why_untrusted,
)
from wizard.connection.outcome import CheckFailed
from wizard.connection.streams import HandshakeFailed, Stream, TlsSession, TlsStream
from wizard.connection.tls_alerts import alert_in, cause_of_alert, plain_reason
from wizard.connection.tls_records import ServerHandshake, read_handshake
from wizard.network.clients import Network
from wizard.network.clock import now
from wizard.network.trust import trust_at_any_time
from wizard.threads import in_daemon_thread

ENTRA_SUITES = (
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-AES128-SHA256",
    "ECDHE-ECDSA-AES256-SHA384",
    "ECDHE-RSA-AES128-SHA256",
    "ECDHE-RSA-AES256-SHA384",
)


@dataclass(slots=True)
class Handshake:
    """One attempt: the stream when it succeeded, otherwise the failure; and the server's handshake."""

    stream: TlsStream | None
    failure: HandshakeFailed | None
    shown: ServerHandshake
    protocol: str = ""
    suite: str = ""
    chain: list[Certificate] = field(default_factory=list)


def entra_context(network: Network) -> ssl.SSLContext:
    """A verifying context limited to what Microsoft's service offers."""
    context = network.ssl_context()
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(":".join(ENTRA_SUITES))
    return context


def older_context(network: Network) -> ssl.SSLContext:
    """A verifying context that also accepts outdated versions and suites.

    Only to find out what a server that closes the connection would accept: nothing is sent over it.
    """
    context = network.ssl_context()
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("ALL:@SECLEVEL=0")
    return context


def any_time_context(network: Network) -> ssl.SSLContext:
    """A context that verifies everything but dates; no key is ever sent over it."""
    context = trust_at_any_time(network.extra_ca)
    context.set_alpn_protocols(["http/1.1"])
    return context


def usual_context(network: Network) -> ssl.SSLContext:
    """The context of all requests."""
    context = network.ssl_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


async def attempt_handshake(inner: Stream, prepared: TlsSession) -> Handshake:
    """Attempt a handshake; never raises for a server's behavior."""
    stream = TlsStream(inner, prepared)
    try:
        await stream.handshake()
    except HandshakeFailed as failure:
        shown = read_handshake(failure.seen)
        return Handshake(None, failure, shown, chain=read_chain(shown.certificates))
    except OSError as error:
        return Handshake(
            None, HandshakeFailed(error, bytes(stream.seen)), read_handshake(bytes(stream.seen))
        )
    session = stream.session
    shown = read_handshake(bytes(stream.seen))
    leaf = session.getpeercert(binary_form=True)
    ders = shown.certificates or ((leaf,) if leaf else ())
    cipher = session.cipher()
    return Handshake(
        stream, None, shown, session.version() or "", cipher[0] if cipher else "", read_chain(ders)
    )


async def explain_failure(usual: Handshake, entra: Handshake | None, network: Network) -> CheckFailed:
    """Why the verified handshake failed; the second attempt may have shown the certificates."""
    failure = usual.failure
    shown = usual.shown
    if shown.plain_text:
        return CheckFailed("not_tls", {"first_bytes": _first_bytes(failure)})
    chain = usual.chain or (entra.chain if entra else [])
    evidence: dict[str, Any] = _evidence(usual, chain)
    error = failure.error if failure else None
    if isinstance(error, ssl.SSLCertVerificationError):
        organizations = await in_daemon_thread(lambda: trusted_organizations(network.extra_ca))
        cause = why_untrusted(chain, error, organizations, now())
        evidence["reason"] = getattr(error, "verify_message", "") or str(error)
        return CheckFailed(cause, evidence)
    return CheckFailed(_disagreement(error, shown), {**evidence, "reason": _reason(error, shown)})


def entra_cause(entra: Handshake) -> str | None:
    """Why Microsoft's service could not agree on TLS where this computer could; None when it could.

    `http_closed` means that the server closed the connection without a reason; see `older_cause`.
    """
    error = _error(entra)
    if entra.stream is not None or isinstance(error, (ssl.SSLCertVerificationError, TimeoutError)):
        return None  # the verified handshake has already checked the certificate; no answer is no reason
    return _disagreement(error, entra.shown)


def older_cause(older: Handshake | None) -> str | None:
    """The cause that a handshake with outdated methods reveals: suite, version, or None."""
    version = older.shown.version if older is not None else ""
    if version == "TLSv1.2" and older is not None:
        return None if older.suite in ENTRA_SUITES else "tls_cipher_unsupported"
    return "tls_version_unsupported" if version else None


def describe(usual: Handshake, entra: Handshake | None) -> dict[str, Any]:
    """Evidence of a successful handshake."""
    chain = entra.chain if entra and len(entra.chain) > len(usual.chain) else usual.chain
    evidence = _evidence(usual, chain)
    if entra is not None:
        evidence["microsoft"] = (
            f"{entra.protocol} {entra.suite}" if entra.stream else _reason(_error(entra), entra.shown)
        )
    return evidence


def inspected_by(usual: Handshake, entra: Handshake | None, *, ask_roots: bool) -> tuple[str, str]:
    """TLS inspection: (issuer, how it was detected), or two empty texts."""
    chain = entra.chain if entra and len(entra.chain) > len(usual.chain) else usual.chain
    vendor = inspector(chain)
    if vendor:
        return vendor, "vendor"
    # Only a whole chain is conclusive: with TLS 1.3 only the leaf may be known.
    if ask_roots and len(chain) > 1 and not is_publicly_rooted(chain):
        return chain[-1].issuer, "not_public"
    return "", ""


def _disagreement(error: Exception | None, shown: ServerHandshake) -> str:
    reason = getattr(error, "reason", "") or ""
    if "UNSUPPORTED_PROTOCOL" in reason or shown.version in ("SSLv3", "TLSv1", "TLSv1.1"):
        return "tls_version_unsupported"
    alert = shown.alert or alert_in(error)
    by_alert = cause_of_alert(alert, wants_certificate=shown.wants_certificate)
    if by_alert is not None:
        return by_alert
    if "CIPHER" in reason:
        return "tls_cipher_unsupported"
    if any(
        each in reason for each in ("DH_KEY_TOO_SMALL", "KEY_TOO_SMALL", "WRONG_SIGNATURE", "LEGACY_SIGALG")
    ):
        return "tls_cipher_unsupported"
    if isinstance(error, ssl.SSLError) and "WRONG_VERSION_NUMBER" in reason:
        return "not_tls"
    return "http_closed"


def _reason(error: Exception | None, shown: ServerHandshake) -> str:
    if shown.alert:
        return f"alert {shown.alert}"
    return plain_reason(error) if error is not None else "connection ended"


def _error(attempt: Handshake) -> Exception | None:
    return attempt.failure.error if attempt.failure else None


def _first_bytes(failure: HandshakeFailed | None) -> str:
    return failure.seen[:40].decode("latin-1") if failure else ""


def _evidence(usual: Handshake, chain: list[Certificate]) -> dict[str, Any]:
    evidence: dict[str, Any] = {}
    if usual.protocol:
        evidence |= {"protocol": usual.protocol, "suite": usual.suite}
    elif usual.shown.version:
        evidence["protocol"] = usual.shown.version
    if chain:
        leaf = chain[0]
        evidence |= {
            "subject": leaf.subject,
            "names": list(leaf.names[:20]),
            "issuer": leaf.issuer,
            "valid_from": leaf.not_before.isoformat(),
            "valid_until": leaf.not_after.isoformat(),
            "key_type": leaf.key,
            "chain": [f"{each.subject} ← {each.issuer}" for each in chain],
        }
    return evidence
