"""What can go wrong between the provisioning service and a SCIM endpoint, in the codes Entra ID reports.

Codes and the layout of their texts: entra-docs howto-analyze-provisioning-logs.md, Microsoft Q&A and vendor
knowledge bases; the sentences are this program's.
"""

from __future__ import annotations

from http import HTTPStatus

_PREFIX = "SystemForCrossDomainIdentityManagement"
UNAVAILABLE = f"{_PREFIX}CredentialValidationUnavailable"
REJECTED = f"{_PREFIX}CredentialValidationFailure"
INCOMPATIBLE = f"{_PREFIX}ServiceIncompatible"
MULTIPLE = f"{_PREFIX}MultipleEntriesInResponse"
SENDING = "An error occurred while sending the request."

_BY_STATUS = {
    400: INCOMPATIBLE,
    401: "Unauthorized",
    403: "InsufficientRights",
    404: "InvalidAnchor",
    405: "MethodNotAllowed",
    409: "EntryConflict",
    422: "UnprocessableEntity",
    429: "TooManyRequests",
    501: "NotImplemented",
}


class CredentialsError(Exception):
    """The connection test failed: the job goes into quarantine, or `validateCredentials` is refused."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code = code
        self.message = message

    @classmethod
    def unreachable(cls) -> CredentialsError:
        """No answer: name, network, TLS."""
        return cls(UNAVAILABLE, SENDING)

    @classmethod
    def rejected(cls, url: str, status: int, headers: str, content: str) -> CredentialsError:
        """The endpoint answered, but not as the connection test requires."""
        code = REJECTED if status in (400, 401) else UNAVAILABLE
        return cls(code, probe_reason(url, status, headers, content[:8000]))


class EntryError(Exception):
    """One person could not be provisioned; `reason` is the text for the log, with the raw answer in it."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason


class SkippedEntryError(EntryError):
    """One person is skipped for a reason that a retry does not change."""


def status_name(status: int) -> str:
    """The status as .NET names it, for example `NotFound`."""
    try:
        return HTTPStatus(status).phrase.replace(" ", "").replace("-", "")
    except ValueError:
        return str(status)


def code_of(status: int) -> str:
    """The log's error code for a refused export."""
    return _BY_STATUS.get(status) or ("InternalServerError" if status >= 500 else INCOMPATIBLE)


def export_reason(status: int, content: str) -> str:
    """Why an export was refused, in the layout logs use."""
    return (
        f"StatusCode: {status_name(status)} Message: The application refused the request. "
        f"Web Response: {content} ."
    )


def probe_reason(url: str, status: int, headers: str, content: str) -> str:
    """The response to the connection test, in the layout of the admin center."""
    name = status_name(status)
    return (
        f"The application gave an unexpected response to the connection test: {name} ({status})\n\n"
        "Received response from Web resource.\n"
        f"   Resource: {url}\n"
        "   Operation: GET\n"
        f"   Response Status Code: {name}\n"
        f"   Response Headers: {headers}\n"
        f"   Response Content: {content}"
    )
