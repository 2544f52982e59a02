"""Refusals of an application's sign-in.

Source: Microsoft Entra docs, "Authentication and authorization error codes"; for federated credentials
Azure DevOps docs, "Troubleshoot a workload identity service connection".
"""

from __future__ import annotations

from wizard.practice.authority.errors import Refusal

BAD_SCOPE = Refusal(
    "invalid_scope",
    1002012,
    "The provided value for scope is not valid. Client credential flows must have a scope value with"
    " /.default suffixed to the resource identifier (application ID URI).",
)
NO_CREDENTIAL = Refusal(
    "invalid_client",
    7000218,
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
)
NO_PRINCIPAL = Refusal(
    "unauthorized_client", 7000229, "The client application is missing service principal in the tenant."
)
DISABLED = Refusal("unauthorized_client", 7000112, "Application is disabled.")
SECRET_WRONG = Refusal("invalid_client", 7000215, "Invalid client secret provided.")
SECRET_EXPIRED = Refusal(
    "invalid_client", 7000222, "The provided client secret keys for the app are expired."
)
MALFORMED = Refusal("invalid_client", 50027, "JWT token is invalid or malformed.")
KEY_UNKNOWN = Refusal(
    "invalid_client",
    700027,
    "The certificate with identifier used to sign the client assertion is not registered on application."
    " [Reason - The key was not found.]",
)
CERTIFICATE_EXPIRED = Refusal(
    "invalid_client",
    700027,
    "Client assertion failed signature validation. [Reason - The key used is expired.]",
)
BAD_SIGNATURE = Refusal(
    "invalid_client",
    700027,
    "Client assertion failed signature validation. [Reason - The provided signature value did not match the"
    " expected signature value.]",
)
OTHER_CLIENT = Refusal(
    "invalid_client",
    700021,
    "Client assertion application identifier doesn't match 'client_id' parameter.",
)
WRONG_AUDIENCE = Refusal(
    "invalid_client", 700023, "Client assertion audience claim does not match Realm issuer."
)
NOT_VALID_NOW = Refusal("invalid_client", 700024, "Client assertion is not within its valid time range.")


def no_issuer(issuer: str) -> Refusal:
    """No federated credential names this issuer."""
    text = f"No matching federated identity record found for presented assertion issuer '{issuer[:200]}'."
    return Refusal("invalid_client", 700211, text)


def no_subject(subject: str) -> Refusal:
    """No federated credential names this subject."""
    text = f"No matching federated identity record found for presented assertion subject '{subject[:200]}'."
    return Refusal("invalid_client", 700213, text)


def no_audience(audience: str) -> Refusal:
    """The federated credential names another audience."""
    text = (
        f"No matching federated identity record found for presented assertion audience '{audience[:200]}'."
    )
    return Refusal("invalid_client", 700212, text)
