"""Sign-in of an application without a person: the client credentials grant.

Source: Microsoft identity platform, "OAuth 2.0 client credentials flow", "Certificate credentials" and
"Access token request with a federated credential".
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime
from typing import Any

import jwt
from cryptography import x509

from wizard.practice import graph_permissions, registered
from wizard.practice.authority import app_errors, errors
from wizard.practice.authority.errors import AuthorityError
from wizard.practice.authority.tokens import LIFETIME, Tokens
from wizard.practice.authority.workload import Workload
from wizard.practice.store import Json
from wizard.practice.tenant import Tenant

GRANT = "client_credentials"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ALGORITHMS = ("PS256", "RS256")


class AppFlow:
    """Checks what an application signs in with, and issues tokens with its granted permissions."""

    def __init__(self, tenant: Tenant, tokens: Tokens, workload: Workload) -> None:
        self._tenant = tenant
        self._tokens = tokens
        self._workload = workload

    def redeem(self, values: dict[str, str], endpoint: str, issuer: str) -> dict[str, Any]:
        """A token for an application; `endpoint` is the address of this request. Raises AuthorityError."""
        store = self._tenant.store
        app_id = values.get("client_id", "")
        found, principal = registered.application(store, app_id), registered.principal(store, app_id)
        if found is None:
            raise AuthorityError(errors.UNKNOWN_CLIENT)
        if not values.get("scope", "").endswith("/.default"):
            raise AuthorityError(app_errors.BAD_SCOPE)
        if values.get("client_assertion"):
            if values.get("client_assertion_type") != ASSERTION:
                raise AuthorityError(errors.missing("client_assertion_type"))
            self._check_assertion(found, values["client_assertion"], endpoint, issuer)
        elif values.get("client_secret"):
            self._check_secret(found, values["client_secret"])
        else:
            raise AuthorityError(app_errors.NO_CREDENTIAL)
        if principal is None:
            raise AuthorityError(app_errors.NO_PRINCIPAL)
        if not principal["accountEnabled"]:
            raise AuthorityError(app_errors.DISABLED)
        roles = graph_permissions.granted(self._tenant, principal["id"])
        return {
            "token_type": "Bearer",
            "expires_in": LIFETIME,
            "ext_expires_in": LIFETIME,
            "access_token": self._tokens.app_token(principal["id"], app_id, roles, issuer),
        }

    def _check_secret(self, found: Json, secret: str) -> None:
        state = registered.secret_state(found, secret, self._tenant.clock.now())
        if state != "valid":
            raise AuthorityError(
                app_errors.SECRET_EXPIRED if state == "expired" else app_errors.SECRET_WRONG
            )

    def _check_assertion(self, found: Json, assertion: str, endpoint: str, issuer: str) -> None:
        try:
            header = jwt.get_unverified_header(assertion)
            claims = jwt.decode(assertion, options={"verify_signature": False})
        except jwt.InvalidTokenError as failure:
            raise AuthorityError(app_errors.MALFORMED) from failure
        if claims.get("iss") == found["appId"]:
            self._check_signed(found, assertion, header, (endpoint, issuer))
        else:
            self._check_federated(found, assertion, claims)

    def _check_signed(
        self, found: Json, assertion: str, header: dict[str, Any], audiences: tuple[str, ...]
    ) -> None:
        """An assertion that the application signed with the private key of one of its certificates."""
        certificate = _certificate(found, header)
        if certificate is None:
            raise AuthorityError(app_errors.KEY_UNKNOWN)
        now = datetime.now(UTC)
        if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
            raise AuthorityError(app_errors.CERTIFICATE_EXPIRED)
        claims = _verified(assertion, certificate.public_key(), audiences)
        if claims["sub"] != found["appId"]:
            raise AuthorityError(app_errors.OTHER_CLIENT)

    def _check_federated(self, found: Json, assertion: str, claims: dict[str, Any]) -> None:
        """A token of another issuer that one of the federated credentials names."""
        credentials = found.get(registered.FEDERATED, [])
        issued = [one for one in credentials if one["issuer"] == claims.get("iss")]
        if not issued:
            raise AuthorityError(app_errors.no_issuer(str(claims.get("iss"))))
        same = [one for one in issued if one["subject"] == claims.get("sub")]
        if not same:
            raise AuthorityError(app_errors.no_subject(str(claims.get("sub"))))
        if claims.get("aud") not in same[0]["audiences"]:
            raise AuthorityError(app_errors.no_audience(str(claims.get("aud"))))
        if claims["iss"] != self._workload.issuer:
            # Entra would read that issuer's keys from the internet, where the practice tenant never goes.
            raise AuthorityError(app_errors.no_issuer(claims["iss"]))
        _verified(assertion, self._workload.public_key, tuple(same[0]["audiences"]))


def _verified(assertion: str, key: Any, audiences: tuple[str, ...]) -> dict[str, Any]:
    try:
        claims: dict[str, Any] = jwt.decode(
            assertion,
            key,
            algorithms=list(_ALGORITHMS),
            audience=list(audiences),
            options={"require": ["exp", "aud", "iss", "sub"]},
        )
    except (jwt.ExpiredSignatureError, jwt.ImmatureSignatureError) as failure:
        raise AuthorityError(app_errors.NOT_VALID_NOW) from failure
    except jwt.InvalidAudienceError as failure:
        raise AuthorityError(app_errors.WRONG_AUDIENCE) from failure
    except jwt.InvalidSignatureError as failure:
        raise AuthorityError(app_errors.BAD_SIGNATURE) from failure
    except jwt.InvalidTokenError as failure:
        raise AuthorityError(app_errors.MALFORMED) from failure
    return claims


def _certificate(found: Json, header: dict[str, Any]) -> x509.Certificate | None:
    """The certificate of the application that the assertion's header names by thumbprint."""
    for one in found.get(registered.CERTIFICATES, ()):
        der = base64.b64decode(one["key"])
        for name, make in (("x5t#S256", hashlib.sha256), ("x5t", hashlib.sha1)):
            mark = base64.urlsafe_b64encode(make(der).digest()).decode().rstrip("=")
            if hmac.compare_digest(str(header.get(name, "")).rstrip("="), mark):
                return x509.load_der_x509_certificate(der)
    return None
