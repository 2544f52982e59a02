"""The caller of a request: its access token, and the faults that invalidate it."""

from __future__ import annotations

import base64

from wizard.practice.authority.tokens import Caller, TokenRefusedError, Tokens
from wizard.practice.graph.errors import (
    GraphRefusalError,
    bad_token,
)
from wizard.practice.store import ObjectKind
from wizard.practice.tenant import Tenant

CONTEXT = "c1"  # the authentication context the claims-challenge fault asks for
_CLAIMS = f'{{"access_token":{{"acrs":{{"essential":true,"value":"{CONTEXT}"}}}}}}'


def caller_of(tenant: Tenant, tokens: Tokens, authorization: str | None) -> Caller:
    """The caller. Raises GraphError 401."""
    try:
        caller = tokens.check(authorization)
    except TokenRefusedError as refusal:
        raise bad_token(str(refusal)) from refusal
    if tenant.faults.take("token-expired"):
        raise bad_token("Lifetime validation failed, the token is expired.")
    if tenant.faults.is_on("claims-challenge"):
        if CONTEXT not in caller.contexts:
            claims = base64.b64encode(_CLAIMS.encode()).decode()
            header = (
                'Bearer realm="", '
                'authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", '
                f'error="insufficient_claims", claims="{claims}"'
            )
            text = "Continuous access evaluation resulted in challenge with result: InteractionRequired."
            raise GraphRefusalError(401, "InvalidAuthenticationToken", text, {"WWW-Authenticate": header})
        tenant.faults.take("claims-challenge")
    if caller.is_app:
        if tenant.store.get(ObjectKind.SERVICE_PRINCIPAL, caller.user_id) is None:
            raise bad_token("The identity of the calling application could not be established.")
    elif tenant.store.user(caller.user_id) is None:
        raise bad_token("User not found.")
    return caller
