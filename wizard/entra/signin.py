"""Signing in to Entra with MSAL: browser, device code, silently."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pydantic import SecretStr

from wizard.entra.account import Account, DeviceCode, SecretStore
from wizard.entra.cloud import Cloud
from wizard.network import Network


class SignIn:
    """The sign-in of one administrator in one cloud.

    `cache` keeps the token cache between runs (None: this session only). `tenant` is a tenant id, a
    verified domain, or "organizations". Every method raises `ProblemError` with a `signin_…` code.
    Thread-safe use: from one asyncio loop; what blocks runs in daemon threads and a cancelled call
    returns at once.
    """

    def __init__(
        self,
        cloud: Cloud,
        client_id: str,
        network: Network,
        cache: SecretStore | None,
        tenant: str = "organizations",
    ) -> None:
        raise NotImplementedError

    async def interactive(
        self,
        scopes: Sequence[str],
        *,
        login_hint: str | None = None,
        claims: str | None = None,
        open_browser: Callable[[str], None] | None = None,
        patience: float = 300.0,
    ) -> Account:
        """Sign in with the system browser; `open_browser` gets the address instead of the browser.

        Listens on loopback for the answer (RFC 8252, PKCE) at most `patience` seconds.
        """
        raise NotImplementedError

    async def device_code(self, scopes: Sequence[str], show: Callable[[DeviceCode], None]) -> Account:
        """Sign in with a code typed on any device: a fallback that many organisations block."""
        raise NotImplementedError

    async def silent(self, scopes: Sequence[str], claims: str | None = None) -> Account:
        """Sign in from the cache or by refreshing; "signin_interaction_needed" when a person is needed."""
        raise NotImplementedError

    async def accounts(self) -> tuple[Account, ...]:
        """The accounts in the cache; scopes are not known yet."""
        raise NotImplementedError

    def use(self, account: Account) -> None:
        """Whom `silent` and `token` speak for from now on."""
        raise NotImplementedError

    async def sign_out(self) -> None:
        """Remove every token of this cache, also from the keyring."""
        raise NotImplementedError

    async def token(self, *, claims: str | None = None, fresh: bool = False) -> SecretStr:
        """An access token for the scopes last signed in with: pass this method to `Graph`."""
        raise NotImplementedError

    @property
    def account(self) -> Account | None:
        """Who is signed in now."""
        raise NotImplementedError

    @property
    def session_only(self) -> bool:
        """True when the sign-in will be forgotten at the end: no keyring took the token cache."""
        raise NotImplementedError
