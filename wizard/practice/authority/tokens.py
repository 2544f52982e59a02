"""Issues and checks the practice tenant's tokens: signed JWTs, as Microsoft's are."""

from __future__ import annotations

import base64
import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from wizard.practice.tenant import Tenant

LIFETIME = 3900  # real seconds; Microsoft's access tokens last 60 to 90 minutes
GRAPH = "https://graph.microsoft.com"


@dataclass(frozen=True)
class Caller:
    """The account or application that a valid access token identifies."""

    user_id: str  # of an application: the object id of its service principal
    upn: str  # "" for an application
    scopes: frozenset[str]  # of an application: its application permissions
    contexts: frozenset[str]  # authentication contexts ("acrs"), from an answered claims challenge
    is_app: bool = False


class TokenRefusedError(Exception):
    """The access token is missing, malformed, foreign or expired; the text is Graph's."""


class Tokens:
    """Issues tokens, signed with a key that exists as long as the practice tenant.

    A token's lifetime is measured on the practice clock. With a faster clock it gets more practice seconds,
    so that `expires_in`, which MSAL counts in real seconds, stays true.
    """

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._key_id = uuid.uuid4().hex

    def public_keys(self) -> dict[str, Any]:
        """The JSON Web Key Set."""
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self._key.public_key()))
        return {"keys": [{**key, "kid": self._key_id, "use": "sig", "alg": "RS256"}]}

    def access_token(
        self, user: dict[str, Any], scopes: frozenset[str], contexts: frozenset[str], issuer: str
    ) -> str:
        """A token for Graph."""
        return self._sign(
            {
                **self._common(user["id"], issuer),
                "aud": GRAPH,
                "appid": self._tenant.identity.client_id,
                "scp": " ".join(sorted(scopes)),
                "acrs": sorted(contexts),
                "upn": user["userPrincipalName"],
                "practice_exp": self._practice_end(),
            }
        )

    def app_token(self, principal_id: str, app_id: str, roles: frozenset[str], issuer: str) -> str:
        """A token for Graph for an application itself: `roles` instead of `scp`, and no person."""
        claims: dict[str, Any] = {
            **self._common(principal_id, issuer),
            "aud": GRAPH,
            "appid": app_id,
            "idtyp": "app",
            "practice_exp": self._practice_end(),
        }
        if roles:  # without any permission Entra leaves the claim out
            claims["roles"] = sorted(roles)
        return self._sign(claims)

    def _practice_end(self) -> float:
        return self._tenant.clock.now().timestamp() + LIFETIME * max(1.0, self._tenant.clock.speed)

    def id_token(self, user: dict[str, Any], nonce: str | None, issuer: str) -> str:
        """An ID token: who signed in."""
        claims = {
            **self._common(user["id"], issuer),
            "aud": self._tenant.identity.client_id,
            "preferred_username": user["userPrincipalName"],
            "name": user["displayName"],
            "auth_time": int(datetime.now(UTC).timestamp()),
        }
        if nonce:
            claims["nonce"] = nonce
        return self._sign(claims)

    def client_info(self, user: dict[str, Any]) -> str:
        """MSAL's home account: object id and tenant id, Base64url."""
        info = json.dumps({"uid": user["id"], "utid": self._tenant.identity.tenant_id}).encode()
        return base64.urlsafe_b64encode(info).decode().rstrip("=")

    def check(self, authorization: str | None) -> Caller:
        """The account or application that the Authorization header identifies. Raises TokenRefusedError."""
        scheme, _, token = (authorization or "").partition(" ")
        if not token.strip():
            raise TokenRefusedError("Access token is empty.")
        if scheme.lower() != "bearer":
            raise TokenRefusedError("Only Bearer authentication is supported.")
        try:
            claims = jwt.decode(token.strip(), self._key.public_key(), algorithms=["RS256"], audience=GRAPH)
        except jwt.ExpiredSignatureError as failure:
            raise TokenRefusedError("Lifetime validation failed, the token is expired.") from failure
        except jwt.InvalidAudienceError as failure:
            raise TokenRefusedError("Access token validation failure. Invalid audience.") from failure
        except jwt.InvalidTokenError as failure:
            raise TokenRefusedError("IDX14100: JWT is not well formed.") from failure
        if claims["practice_exp"] <= self._tenant.clock.now().timestamp():
            raise TokenRefusedError("Lifetime validation failed, the token is expired.")
        if claims.get("idtyp") == "app":
            return Caller(claims["oid"], "", frozenset(claims.get("roles", ())), frozenset(), is_app=True)
        scopes, contexts = frozenset(claims["scp"].split()), frozenset(claims["acrs"])
        return Caller(claims["oid"], claims["upn"], scopes, contexts)

    def _common(self, object_id: str, issuer: str) -> dict[str, Any]:
        now = int(datetime.now(UTC).timestamp())
        return {
            "iss": issuer,
            "iat": now,
            "nbf": now - 5,
            "exp": now + LIFETIME,
            "oid": object_id,
            "sub": object_id,
            "tid": self._tenant.identity.tenant_id,
            "ver": "2.0",
        }

    def _sign(self, claims: dict[str, Any]) -> str:
        return jwt.encode(claims, self._key, algorithm="RS256", headers={"kid": self._key_id})
