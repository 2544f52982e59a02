"""Sentences of .NET and Windows about a connection that Microsoft's service could not use, as causes.

The service quotes the exception it met. .NET's own sentences stay English; those of Windows sockets come in
the language of a server or of the person who pastes them. Names of certificate errors are never translated.
"""

# ruff: noqa: E501 - one kind, one row

from __future__ import annotations

import re
from collections.abc import Iterable

from wizard.connection.service_translations import GENERAL_MESSAGES, TRANSLATIONS
from wizard.connection.tls_alerts import cause_of_alert
from wizard.connection.windows_codes import cause_of_number, number_in, number_is_about_revocation

# The most telling first: the general sentences of .NET surround the specific ones of Windows.
_SENTENCES: tuple[tuple[str, str], ...] = (
    # The address that was entered.
    (r"invalid URI", "address_invalid"),
    (r"(?:must|should|has to|needs to) (?:use|be|start with|begin with) https|only https is", "address_not_https"),
    # .NET says this first when its own limit ended; the broken connection behind it follows from that.
    (r"HttpClient\.Timeout|due to the configured .{0,40}timeout", "http_timeout"),
    # Names of SslPolicyErrors and X509ChainStatusFlags.
    (r"NotTimeValid|certificate has expired|certificate expired|CERT_E_EXPIRED|certificate_expired|NotTimeNested", "tls_expired"),
    (r"NotYetValid|certificate is not yet valid", "tls_not_yet_valid"),
    (r"RemoteCertificateNameMismatch|CERT_E_CN_NO_MATCH|certificate.{0,40}name mismatch|principal name is (?:in)?correct|no name matching|no (?:alternative )?certificate subject name|(?:certificate|host ?name).{0,60}does not match|hostname mismatch", "tls_hostname_mismatch"),
    (r"unrecognized[_ ]name", "tls_hostname_mismatch"),
    (r"PartialChain|unable to get (?:local )?issuer certificate|unable to verify the first certificate", "tls_chain_incomplete"),
    (r"self[- ]signed certificate", "tls_self_signed"),
    (r"UntrustedRoot|RevocationStatusUnknown|OfflineRevocation|\bRevoked\b|ExplicitDistrust|NotSignatureValid|NotValidForUsage|HasWeakSignature|HasNot(?:Supported|Permitted|Defined)\w+|HasExcluded\w+|NoIssuanceChainPolicy|NotSupportedCriticalExtension|Cyclic|Invalid(?:BasicConstraints|Extension|NameConstraints|PolicyConstraints)|RemoteCertificateChainErrors|RemoteCertificateNotAvailable|CERT_E_\w+|CRYPT_E_\w+|authority that is not trusted|path building failed|unable to find valid certification path|processing the certificate", "tls_untrusted"),
    (r"certificate[_ ]required|client certificate|requested a certificate|certificate of the client|bad certificate|certificate unknown", "tls_client_certificate"),
    (r"no[_ ]application[_ ]protocol|HTTP_1_1_REQUIRED|requires? HTTP/2|reason\(1120\)|only version fallback|requesting HTTP version", "tls_no_http1"),
    (r"do(?:es)? not possess a common algorithm|common (?:cipher|algorithm)|SEC_E_ALGORITHM_MISMATCH|handshake[_ ]failure|no cipher|(?:dh|ee|ca) key too small|legacy sigalg|insufficient security", "tls_cipher_unsupported"),
    (r"could not create SSL/TLS secure channel|protocol[_ ]version|unsupported protocol|SEC_E_UNSUPPORTED_FUNCTION|function requested is not supported|message received was unexpected or badly formatted|SEC_E_ILLEGAL_MESSAGE", "tls_version_unsupported"),
    (r"cannot determine the frame size|unexpected packet format|corrupted frame|wrong[_ ]version[_ ]number|packet length too long|token supplied to the function is invalid|http request\b.{0,20}ssl routines|ssl routines.{0,20}http request", "not_tls"),
    (r"remote certificate (?:is invalid|was rejected)|trust relationship|certificate verify failed|certificate validation (?:failed|error)", "tls_untrusted"),
    # Name resolution.
    (r"temporary failure in name resolution|resource temporarily unavailable|temporary error during hostname|WSATRY_AGAIN|try again later.{0,40}name|error occurred during a database lookup|no recovery", "dns_failed"),
    (r"no such host|host is (?:un)?known|host not found|name or service not known|nodename nor servname|remote name could not be resolved|could not resolve (?:host|the (?:host|remote) ?name)|server name or address could not be resolved|getaddrinfo|no data of the requested type|WSAHOST_NOT_FOUND|ENOTFOUND|NXDOMAIN|NameResolutionFailure|NameResolutionError", "dns_not_found"),
    # The TCP connection.
    (r"actively refused|connection refused|ECONNREFUSED", "tcp_refused"),
    (r"did not properly respond|connected host has failed to respond|connection attempt failed|connect timeout|connection timed out|ETIMEDOUT", "tcp_timeout"),
    (r"unreachable (?:network|host)|network is unreachable|no route to host|host is down|EHOSTUNREACH|ENETUNREACH", "network_unreachable"),
    # The answer.
    (r"forcibly closed|connection (?:was |has been )?(?:reset|closed|aborted)|ECONNRESET|response ended prematurely|unexpected EOF|0 bytes from the transport|unable to read data from the transport|unexpected packet|socket hang up|terminated abnormally|copying content to a stream|unexpected error occurred on a (?:send|receive)|closed the transport stream|broken pipe", "http_closed"),
    (r"task was cancell?ed|operation was cancell?ed|request was (?:cancell?ed|aborted)|TaskCanceled|OperationCanceled|\btimed?[- ]?out\b|\btimeout\b|took too long", "http_timeout"),
    (r"server committed a protocol violation|invalid status line|invalid or unrecognized response|received an invalid (?:header|chunk|response)", "http_malformed"),
    (r"value: <|invalid start of a value.{0,40}<|'<' is an invalid start", "not_scim_html"),
    (r"does not contain any JSON tokens", "empty_body"),
    (r"JSON value could not be converted|cannot deserialize the current JSON|could not convert (?:string|object) to", "not_list_response"),
    (r"unexpected character encountered while parsing|invalid start of a value|invalid JSON primitive|not valid JSON|unterminated string|additional text encountered|invalid after a (?:single|value)", "not_json"),
    # Only that there was no connection.
    (r"ssl connection could not be established|authentication failed, see inner exception|call to SSPI failed|a security error occurred|secure channel|could not establish trust|SecureChannelFailure|TrustFailure", "tls_untrusted"),
    (r"an error occurred while sending the request|unable to connect to (?:the )?remote server|not able to (?:connect to|reach) your application(?! while)|could not be reached|connection with the server could not be established", "entra_unreachable_only"),
)  # fmt: skip
_LONGEST = 30_000  # characters in which a sentence is looked for; what follows is the quoted answer
_GENERAL = frozenset({"entra_unreachable_only"})
_ALERT = re.compile(r"TLS alert:? ['\"‘]?([A-Za-z]+)")


def _compiled(rows: Iterable[tuple[str, str]]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern, re.IGNORECASE | re.DOTALL), cause) for pattern, cause in rows)


_PATTERNS = _compiled(_SENTENCES)
_TRANSLATED = _compiled(("|".join(phrases), cause) for cause, phrases in TRANSLATIONS)
_REVOCATION = re.compile(
    r"RevocationStatusUnknown|OfflineRevocation|\bRevoked\b|CRYPT_E_(?:NO_)?REVO\w*", re.IGNORECASE
)
_BARE_TOAST = re.compile(
    r"you appear to have entered invalid credentials|admin(?:istrator)? credentials|authorization to access your application|(?:failed|unable) to (?:connect to|establish a connection (?:to|with)) (?:the|your) (?:target )?application|(?:validate|verify) (?:the |your )?(?:saved )?credentials|"
    + "|".join(GENERAL_MESSAGES),
    re.IGNORECASE,
)  # fmt: skip


def cause_of_sentence(text: str) -> str | None:
    """The cause that the first telling sentence or number names, or None."""
    text = text[:_LONGEST]
    alert = _ALERT.search(text)
    if alert is not None:
        # .NET writes the names of RFC 8446 without underscores: HandshakeFailure.
        named = cause_of_alert(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", alert.group(1)).lower())
        if named is not None:
            return named
    said = next((cause for pattern, cause in _PATTERNS if pattern.search(text)), None)
    if said is not None and said not in _GENERAL:
        return said
    number = number_in(text)
    if number is not None:
        return cause_of_number(number)
    return next((cause for pattern, cause in _TRANSLATED if pattern.search(text)), said)


def is_about_revocation(text: str) -> bool:
    """Whether a certificate is refused because of its revocation list."""
    number = number_in(text)
    return _REVOCATION.search(text) is not None or (
        number is not None and number_is_about_revocation(number)
    )


def is_bare_toast(text: str) -> bool:
    """Whether the text holds the admin center's general sentence about credentials, in any known language."""
    return _BARE_TOAST.search(text) is not None
