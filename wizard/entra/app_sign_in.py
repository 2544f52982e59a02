"""Signs in as an application, without a person: MSAL's client credentials flow."""

from __future__ import annotations

import base64
import binascii
import importlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from wizard.entra.aadsts import SignInError, refusal
from wizard.entra.account import AccessToken, DeviceCode, SignedInAccount
from wizard.entra.app_credential import AppCredential
from wizard.entra.cloud import Cloud
from wizard.entra.sign_in import SignIn
from wizard.entra.sign_in_http import SignInHttp
from wizard.network.clients import Network
from wizard.problem import Problem
from wizard.security.redactor import remember
from wizard.threads import in_daemon_thread

if TYPE_CHECKING:
    import msal

_GRAPH = "https://graph.microsoft.com"


class AppSignIn(SignIn):
    """The sign-in of one application (`client_id`) with its own credential.

    Tokens stay in memory. What needs a person raises `signin_unattended`.
    """

    def __init__(
        self, cloud: Cloud, client_id: str, network: Network, tenant: str, credential: AppCredential
    ) -> None:
        super().__init__(cloud, client_id, network, None, tenant)
        self._credential = credential
        self._confidential: msal.ConfidentialClientApplication | None = None

    @property
    def session_only(self) -> bool:
        """Never worth a warning: the credential is there for the next run as well."""
        return False

    async def sign_in(self) -> SignedInAccount:
        """Sign in; raises `SignInError` when the credential cannot be used or Entra refuses it."""
        await self._silently((), None, fresh=False)
        assert self._account is not None
        return self._account

    async def interactive(
        self,
        scopes: Sequence[str],
        *,
        login_hint: str | None = None,
        claims: str | None = None,
        open_browser: Callable[[str], None] | None = None,
        show_address: Callable[[str], None] | None = None,
        patience: float = 300.0,
    ) -> SignedInAccount:
        """Raise `signin_unattended`: nobody is there to sign in."""
        raise SignInError(Problem("signin_unattended", {"client": self._client_id}))

    async def device_code(
        self, scopes: Sequence[str], show: Callable[[DeviceCode], None]
    ) -> SignedInAccount:
        """Raise `signin_unattended`: nobody is there to sign in."""
        raise SignInError(Problem("signin_unattended", {"client": self._client_id}))

    async def accounts(self) -> tuple[SignedInAccount, ...]:
        """No person is signed in."""
        return ()

    async def sign_out(self) -> None:
        """Forget the tokens."""
        self._confidential, self._account, self._token = None, None, None

    # --- internal

    async def _silently(self, scopes: Sequence[str], claims: str | None, *, fresh: bool) -> SignedInAccount:
        app = await self._confidential_app(again=fresh)
        resource = _GRAPH if self._cloud.is_practice else self._cloud.graph
        result = await self._call(
            app.acquire_token_for_client, [f"{resource}/.default"], claims_challenge=claims
        )
        if "access_token" not in result:
            raise refusal(result, tenant=self._tenant, flow="app")
        secret = SecretStr(str(result["access_token"]))
        remember(secret)
        claimed = _claims(str(result["access_token"]))
        roles = claimed.get("roles")
        granted = frozenset(str(role) for role in roles) if isinstance(roles, list) else frozenset()
        self._account = SignedInAccount(
            self._client_id,
            str(claimed.get("tid") or self._tenant),
            str(claimed.get("oid") or ""),
            scopes=granted,
            app_only=True,
            permissions_known=bool(claimed),
        )
        self._scopes = (".default",)  # what `token` renews
        self._keep(AccessToken(secret, granted, app_only=True), result)
        return self._account

    async def _confidential_app(self, *, again: bool) -> msal.ConfidentialClientApplication:
        """MSAL's application; made `again`, because MSAL has no other way to leave out its cached token."""
        async with self._opening:
            if self._confidential is None or again:
                await in_daemon_thread(importlib.import_module, "msal")
                import msal

                credential = await in_daemon_thread(self._credential.for_msal, self._network)
                self._confidential = await self._call(
                    msal.ConfidentialClientApplication,
                    self._client_id,
                    client_credential=credential,
                    authority=self._cloud.authority_for(self._tenant),
                    instance_discovery=False if self._cloud.is_practice else None,
                    http_client=SignInHttp(self._network),
                    client_capabilities=["CP1"],  # claims challenges are supported
                )
            return self._confidential


def _claims(token: str) -> Mapping[str, Any]:
    """What the access token says about itself, to tell which permissions were granted; {} when unreadable.

    Never trusted for anything: Graph alone decides what is allowed.
    """
    try:
        part = token.split(".")[1]
        found = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (IndexError, ValueError, RecursionError, binascii.Error):
        return {}
    return found if isinstance(found, dict) else {}
