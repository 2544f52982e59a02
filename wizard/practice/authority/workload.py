"""The practice tenant's own issuer of workload tokens, in the shape of GitHub Actions' OIDC provider.

Source: GitHub docs, "OpenID Connect reference": the workflow calls ACTIONS_ID_TOKEN_REQUEST_URL with
`&audience=…` and the bearer token ACTIONS_ID_TOKEN_REQUEST_TOKEN, and gets `{"value": "<token>"}`.
"""

from __future__ import annotations

import hmac
import json
import secrets
import uuid
from datetime import UTC, datetime

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

PATH = "/workload"
LIFETIME = 300  # seconds, as GitHub's


class Workload:
    """Issues tokens to a caller that presents a request token that the control address handed out."""

    def __init__(self) -> None:
        self.issuer = ""
        """The issuer's address; known with the first request."""
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._key_id = uuid.uuid4().hex
        self._subjects: dict[str, str] = {}

    @property
    def public_key(self) -> rsa.RSAPublicKey:
        """What tokens of this issuer are verified with."""
        return self._key.public_key()

    def start_run(self, base: str, subject: str) -> dict[str, str]:
        """What a run of a workflow with this subject finds in its environment, and the issuer."""
        self.issuer = f"{base}{PATH}"
        token = secrets.token_urlsafe(32)
        self._subjects = {token: subject}  # one run at a time
        return {
            "issuer": self.issuer,
            "ACTIONS_ID_TOKEN_REQUEST_URL": f"{self.issuer}/token?api-version=2.0",
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN": token,
        }

    def token(self, subject: str, audience: str) -> str:
        """A signed token for a subject."""
        now = int(datetime.now(UTC).timestamp())
        claims = {
            "iss": self.issuer,
            "sub": subject,
            "aud": audience,
            "jti": str(uuid.uuid4()),
            "iat": now,
            "nbf": now - 5,
            "exp": now + LIFETIME,
        }
        return jwt.encode(claims, self._key, algorithm="RS256", headers={"kid": self._key_id})

    def routes(self) -> list[Route]:
        """The issuer's endpoints."""
        return [
            Route(f"{PATH}/.well-known/openid-configuration", self._discovery),
            Route(f"{PATH}/keys", self._keys),
            Route(f"{PATH}/token", self._hand_out),
        ]

    async def _discovery(self, _: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.issuer,
                "jwks_uri": f"{self.issuer}/keys",
                "subject_types_supported": ["public"],
                "response_types_supported": ["id_token"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "scopes_supported": ["openid"],
            }
        )

    async def _keys(self, _: Request) -> Response:
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.public_key))
        return JSONResponse({"keys": [{**key, "kid": self._key_id, "use": "sig", "alg": "RS256"}]})

    async def _hand_out(self, request: Request) -> Response:
        sent = request.headers.get("authorization", "").partition(" ")[2]
        known = next((one for one in self._subjects if hmac.compare_digest(one, sent)), None)
        if known is None:
            return JSONResponse({"message": "The request token is not valid."}, 401)
        audience = request.query_params.get("audience", "https://github.com/contoso")
        return JSONResponse({"count": 1, "value": self.token(self._subjects[known], audience)})
