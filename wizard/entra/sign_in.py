"""Signs in to Entra with MSAL: browser, device code, silently.

The browser flow is MSAL's authorization code flow with PKCE in two calls; in between an own receiver waits
for the redirect, so that it can be canceled and the address shown (`wizard.entra.loopback`).
"""

from __future__ import annotations

import asyncio
import importlib
import json
import ssl
import time
import webbrowser
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

import httpx
from pydantic import SecretStr

from wizard.entra import broker
from wizard.entra.aadsts import Flow, SignInError, looks_like_time, refusal
from wizard.entra.account import (
    AccessToken,
    DeviceCode,
    SecretStore,
    SignedInAccount,
)
from wizard.entra.cloud import Cloud
from wizard.entra.loopback import AuthorizationReceiver
from wizard.entra.sign_in_http import SignInHttp
from wizard.entra.token_cache import combined
from wizard.network.clients import Network
from wizard.network.clock import ClockReading, ask_at_any_time
from wizard.network.proxy_failure import ProxyFailed
from wizard.paths import persons_umask
from wizard.problem import Problem, ProblemError
from wizard.security.output import silence_msal
from wizard.security.redactor import redact, remember
from wizard.threads import in_daemon_thread

if TYPE_CHECKING:
    import msal

silence_msal()  # also for uses of this module without the program's entry points

_ODD = (ValueError, RuntimeError, LookupError, TypeError, AttributeError, AssertionError, ArithmeticError)
"""What MSAL raises for answers that no sign-in service sends."""
_NOTHING_KEPT = ("", "no_keyring", "not_trusted", "other_setting")
"""Reasons of a store that keeps nothing."""
_LONGEST_CODE = 64  # characters; Microsoft's have nine
_RAREST = 60  # seconds between two questions whether a code was entered
_CODE_LIVES = 3600.0  # seconds; Microsoft's codes live 15 minutes
_SLOW = 3.0  # seconds after which waiting for the service is reported
_EARLY = 120.0  # seconds before expiry at which a token counts as expired
# MSAL adds these itself and refuses them in a request.
_OWN_SCOPES = {"openid", "profile", "offline_access"}

SignInWait = Literal["service", "browser", "dialog"]
"""What a sign-in waits for: an answer of the sign-in service, or the person, in one of two places."""


class SignIn:
    """The sign-in of one administrator in one cloud.

    `cache` keeps the token cache between runs (None: this session only). `tenant` is a tenant id, a
    verified domain, or "organizations". Every method raises `SignInError` with a `signin_…` or
    `proxy_…` code. For one asyncio loop; blocking calls run in daemon threads, so a canceled call
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
        self._cloud = cloud
        self._client_id = client_id
        self._network = network
        self._store = cache
        self._tenant = tenant
        self._tokens: msal.SerializableTokenCache | None = None
        self._app: msal.PublicClientApplication | None = None
        self._opening = asyncio.Lock()
        self._refreshing = asyncio.Lock()
        self._account: SignedInAccount | None = None
        self._scopes: tuple[str, ...] = ()
        self._token: tuple[AccessToken, float] | None = None
        self._kept = ""  # what this copy of the program last kept or found
        self._session_only = cache is None
        self._claims: str | None = None
        self._http = SignInHttp(network)
        self.waiting: Callable[[SignInWait], None] = lambda _what: None
        """Told what is waited for: the service after `_SLOW` seconds, the person at once."""

    @property
    def clock(self) -> ClockReading | None:
        """The clock of the sign-in service beside this computer's, from its last answer."""
        return self._http.clock

    @property
    def more_proof(self) -> bool:
        """Whether Entra requires more proof; the next `interactive` requests it."""
        return self._claims is not None

    @property
    def account(self) -> SignedInAccount | None:
        """The signed-in account."""
        return self._account

    @property
    def session_only(self) -> bool:
        """Whether the sign-in ends with the session because no keyring stores the token cache."""
        return self._session_only

    def use(self, account: SignedInAccount) -> None:
        """Use this account in `silent` and `token` from now on."""
        self._account, self._token, self._claims = account, None, None

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
        """Sign in with the system browser, waiting at most `patience` seconds for the person.

        `claims` are those of a refusal; None uses the last challenge that is not satisfied yet.
        `show_address` gets the sign-in page's address before the browser opens. `open_browser` gets it
        instead of the system browser, on another thread; when it raises, so does this call, unless the
        address is shown: then the person can open it, and this goes on waiting.
        """
        app = await self._opened()
        claims = claims or self._claims
        if broker.in_use(app):
            by_dialog = await self._in_the_dialog(app, scopes, login_hint, claims)
            if by_dialog is not None:
                return by_dialog
        async with AuthorizationReceiver() as receiver:
            flow = await self._call(
                app.initiate_auth_code_flow,
                self._wire(scopes),
                redirect_uri=receiver.redirect_uri,
                response_mode="form_post",
                login_hint=login_hint,
                # Without a hint the person chooses: the wrong account is the most likely mistake.
                prompt=None if login_hint or claims else "select_account",
                claims_challenge=claims,
            )
            if not _is_page(flow["auth_uri"]):  # the browser would open anything
                facts = {"host": self._cloud.host}
                raise SignInError(Problem("signin_answer_unreadable", facts, retryable=True))
            if show_address is not None:
                show_address(str(flow["auth_uri"]))
            self.waiting("browser")
            opener = open_browser or _system_browser
            answer = await self._browse(receiver, flow, opener, patience, shown=show_address is not None)
        result = await self._call(app.acquire_token_by_auth_code_flow, flow, answer)
        account = await self._taken(result, scopes)
        self._claims = None
        return account

    async def device_code(
        self, scopes: Sequence[str], show: Callable[[DeviceCode], None]
    ) -> SignedInAccount:
        """Sign in with a code entered on any device: a fallback that many organizations block."""
        app = await self._opened()
        flow = await self._call(app.initiate_device_flow, self._wire(scopes))
        if "user_code" not in flow:
            raise refusal(flow, tenant=self._tenant, flow="code")
        show(self._shown_code(flow))
        try:
            # It asks again and again until the person has entered the code.
            result = await self._called(app.acquire_token_by_device_flow, flow)
        finally:
            flow["expires_at"] = 0  # MSAL's way to end the polling of a canceled call
        return await self._taken(result, scopes, flow="code")

    async def silent(self, scopes: Sequence[str], claims: str | None = None) -> SignedInAccount:
        """Sign in from the cache or by refreshing; "signin_interaction_needed" when a person is needed."""
        return await self._silently(scopes, claims, fresh=False)

    async def accounts(self) -> tuple[SignedInAccount, ...]:
        """The accounts in the cache; their granted permissions are unknown before `silent`."""
        app = await self._opened()
        return tuple(_cached(entry) for entry in await self._call(app.get_accounts))

    async def sign_out(self) -> None:
        """Remove every token of this cache, also from the keyring.

        Raises `keyring_kept` when the keyring may still have them; they are forgotten here all the same.
        """
        app = await self._opened()
        for entry in await self._call(app.get_accounts):
            await self._call(app.remove_account, entry)
        self._account, self._token, self._scopes, self._claims = None, None, (), None
        self._kept = ""
        if self._store is None:
            return
        why = str(getattr(await self._store.forget(self._entry), "why", ""))
        if why not in _NOTHING_KEPT:
            raise ProblemError(Problem("keyring_kept", {"why": why}, retryable=True))

    async def token(self, *, claims: str | None = None, fresh: bool = False) -> AccessToken:
        """An access token for the scopes last signed in with: pass this method to `Graph`."""
        async with self._refreshing:
            if self._token and not fresh and claims is None and time.monotonic() < self._token[1]:
                return self._token[0]
            if not self._scopes:
                raise SignInError(Problem("signin_interaction_needed", {"tenant": self._tenant}))
            await self._silently(self._scopes, claims, fresh=fresh)
            assert self._token is not None
            return self._token[0]

    # --- internal

    async def _in_the_dialog(
        self, app: msal.PublicClientApplication, scopes: Sequence[str], hint: str | None, claims: str | None
    ) -> SignedInAccount | None:
        """Sign in with Windows' own dialog; None when it cannot, for example for this client id."""
        self.waiting("dialog")
        try:
            result = await self._called(
                app.acquire_token_interactive,
                self._wire(scopes),
                prompt=None if hint or claims else "select_account",
                login_hint=hint,
                claims_challenge=claims,
                parent_window_handle=app.CONSOLE_WINDOW_HANDLE,
            )
        except SignInError as error:
            # A client id without the dialog's redirect URI: own registrations often lack it.
            result = {"error_description": error.problem.raw}
        if not broker.is_final(result):
            return None
        account = await self._taken(result, scopes)
        self._claims = None
        return account

    def _shown_code(self, flow: dict[str, Any]) -> DeviceCode:
        """What the person needs; bounds how often and how long MSAL asks whether the code was entered."""
        code, page = flow["user_code"], flow.get("verification_uri")
        if not (
            isinstance(code, str) and code.isprintable() and len(code) <= _LONGEST_CODE and _is_page(page)
        ):
            facts = {"host": self._cloud.host}
            raise SignInError(Problem("signin_answer_unreadable", facts, retryable=True))
        # Without a pause, MSAL would ask again and again at once, and never notice that the code expired.
        flow["interval"] = min(max(1, flow["interval"]), _RAREST)
        now = time.time()
        flow["expires_at"] = min(max(now, flow["expires_at"]), now + _CODE_LIVES)
        return DeviceCode(code, str(page), datetime.fromtimestamp(flow["expires_at"], UTC))

    @property
    def _entry(self) -> str:
        return f"signin.{self._cloud.name}.{self._client_id}"

    async def _opened(self) -> msal.PublicClientApplication:
        async with self._opening:
            if self._app is None:
                # Loaded at sign-in and off the loop: it takes a while.
                await in_daemon_thread(importlib.import_module, "msal")
                import msal

                self._tokens = msal.SerializableTokenCache()
                await self._read_cache()
                self._app = await self._call(
                    msal.PublicClientApplication,
                    self._client_id,
                    authority=self._cloud.authority_for(self._tenant),
                    instance_discovery=False if self._cloud.is_practice else None,
                    token_cache=self._tokens,
                    http_client=self._http,
                    client_capabilities=["CP1"],  # claims challenges are supported
                    enable_broker_on_windows=broker.available(self._cloud),
                    enable_pii_log=False,  # Windows' dialog would log names and tokens
                )
            return self._app

    async def _read_cache(self) -> None:
        kept = await self._store.load(self._entry) if self._store is not None else None
        if kept is not None and self._tokens is not None:
            with suppress(ValueError):  # unreadable: treated as empty
                self._tokens.deserialize(kept.get_secret_value())
                self._kept = kept.get_secret_value()
                self._remember()

    async def _write_cache(self, signed_in: str) -> None:
        """Keep the tokens, with those of other copies of the program."""
        self._remember()
        if self._store is None or self._tokens is None or not self._tokens.has_state_changed:
            return
        before, mine = self._kept, self._tokens.serialize()

        def combine(held: SecretStr | None) -> SecretStr | None:
            text = combined(before, mine, held.get_secret_value() if held is not None else None, signed_in)
            return SecretStr(text) if text is not None else None

        outcome = await self._store.save(self._entry, SecretStr(mine), combine)
        # The vault returns Saved when the secret is kept beyond the session.
        self._session_only = type(outcome).__name__ != "Saved"
        if not self._session_only:
            self._kept = mine

    def _remember(self) -> None:
        for kind in ("RefreshToken", "AccessToken"):
            for entry in self._tokens.search(kind) if self._tokens is not None else ():
                remember(str(entry.get("secret", "")))

    def _wire(self, scopes: Sequence[str]) -> list[str]:
        return [self._cloud.full_scope(scope) for scope in scopes if scope not in _OWN_SCOPES]

    async def _browse(
        self,
        receiver: AuthorizationReceiver,
        flow: Mapping[str, Any],
        open_browser: Callable[[str], None],
        patience: float,
        *,
        shown: bool,
    ) -> dict[str, str]:
        opening = asyncio.ensure_future(in_daemon_thread(open_browser, str(flow["auth_uri"])))
        waiting = asyncio.ensure_future(receiver.answer(str(flow["state"])))
        try:
            async with asyncio.timeout(patience):
                await asyncio.wait({opening, waiting}, return_when=asyncio.FIRST_COMPLETED)
                if opening.done() and not shown:
                    opening.result()  # could not open the browser: raise instead of waiting
                return await waiting
        except TimeoutError:
            raise SignInError(
                Problem("signin_timeout", {"minutes": str(round(patience / 60))}, retryable=True)
            ) from None
        finally:
            for task in (opening, waiting):
                task.cancel()
            await asyncio.gather(opening, waiting, return_exceptions=True)

    async def _silently(self, scopes: Sequence[str], claims: str | None, *, fresh: bool) -> SignedInAccount:
        app = await self._opened()
        entries = await self._call(app.get_accounts)
        entry = self._choose(entries)
        if entry is None:
            raise SignInError(Problem("signin_interaction_needed", {"tenant": self._tenant}))
        result = await self._call(
            app.acquire_token_silent_with_error,
            self._wire(scopes),
            account=entry,
            force_refresh=fresh,
            claims_challenge=claims,
        )
        if not result:
            self._claims = claims or self._claims
            raise SignInError(Problem("signin_interaction_needed", {"tenant": self._tenant}))
        try:
            return await self._taken(result, scopes, _cached(entry), flow="silent")
        except SignInError as error:
            self._claims = claims or error.claims or self._claims
            raise

    def _choose(self, entries: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
        if self._account is None:
            return entries[0] if len(entries) == 1 else None
        wanted = self._account.home_account_id
        return next((entry for entry in entries if entry.get("home_account_id") == wanted), None)

    async def _taken(
        self,
        result: Mapping[str, Any],
        scopes: Sequence[str],
        known: SignedInAccount | None = None,
        *,
        flow: Flow = "browser",
    ) -> SignedInAccount:
        if not isinstance(result.get("access_token"), str):
            raise refusal(result, tenant=self._tenant, flow=flow, clock=self.clock)
        secret = SecretStr(str(result["access_token"]))
        remember(secret)
        granted = frozenset(
            name.rsplit("/", 1)[-1] for name in str(result.get("scope") or " ".join(scopes)).split()
        )
        self._account = await self._described(result, granted, known)
        self._scopes = tuple(scopes)
        self._keep(AccessToken(secret, granted), result)
        await self._write_cache("" if flow == "silent" else self._account.home_account_id)
        return self._account

    def _keep(self, token: AccessToken, result: Mapping[str, Any]) -> None:
        """Use this token of an MSAL result until shortly before it expires."""
        lifetime = _seconds(result.get("expires_in"))
        self._token = (token, time.monotonic() + max(0.0, lifetime - _EARLY))

    async def _described(
        self, result: Mapping[str, Any], granted: frozenset[str], known: SignedInAccount | None
    ) -> SignedInAccount:
        claims = result.get("id_token_claims")
        if not isinstance(claims, Mapping):
            before = self._account if known is None else known
            if before is None:  # no id token: who signed in is not known
                facts = {"host": self._cloud.host}
                raise SignInError(Problem("signin_answer_unreadable", facts, retryable=True))
            name = self._account.name if self._account else ""
            return SignedInAccount(
                before.username,
                before.tenant_id,
                before.object_id,
                name,
                "",
                granted,
                before.home_account_id,
            )
        object_id, tenant_id = str(claims.get("oid", "")), str(claims.get("tid", ""))
        assert self._app is not None
        entries = await self._call(self._app.get_accounts)
        mine = (one for one in entries if one.get("local_account_id") == object_id)
        entry: Mapping[str, Any] = next(mine, {})
        return SignedInAccount(
            str(claims.get("preferred_username") or entry.get("username") or ""),
            tenant_id,
            object_id,
            str(claims.get("name") or ""),
            "",
            granted,
            str(entry.get("home_account_id") or ""),
        )

    async def _call(self, call: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """What a call of MSAL gives that waits for nobody but the service."""
        slow = asyncio.get_running_loop().call_later(_SLOW, self.waiting, "service")
        try:
            return await self._called(call, *args, **kwargs)
        finally:
            slow.cancel()

    async def _called(self, call: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        from msal.exceptions import MsalError  # loaded: what is called here is MSAL's

        try:
            return await in_daemon_thread(call, *args, **kwargs)
        except ProblemError:
            raise
        except ProxyFailed as error:
            raise SignInError(error.problem) from error
        except httpx.HTTPError as error:
            raise await self._unreachable(error) from error
        except json.JSONDecodeError:
            # The token endpoint's response. The error contains all of it, so it is not passed on.
            problem = Problem("signin_answer_unreadable", {"host": self._cloud.host}, retryable=True)
            raise SignInError(problem) from None
        except (httpx.InvalidURL, *_ODD, MsalError) as error:
            # MSAL raises ValueError when the authority's configuration cannot be read, and trips over
            # answers of another shape.
            text = redact(f"{type(error).__name__}: {error}")
            code = "signin_tenant_unknown" if "authority configuration" in text else "signin_refused"
            facts = {"tenant": self._tenant, "number": "", "message": text[:500]}
            if self.clock is not None and self.clock.is_wrong and looks_like_time(text):
                code, facts = "signin_clock", {**facts, **self.clock.facts}
            raise SignInError(Problem(code, facts, text[:3000], retryable=True)) from error

    async def _unreachable(self, error: httpx.HTTPError) -> SignInError:
        """The error of a request without a usable answer; a wrong clock makes certificates look old."""
        found = _unreachable(error, self._cloud)
        if _is_about_tls(error) and looks_like_time(str(error)):
            told = await in_daemon_thread(ask_at_any_time, self._network, self._cloud.host)
            if told is not None and told.is_wrong:
                facts = {**found.problem.facts, **told.facts}
                return SignInError(Problem("signin_clock", facts, found.problem.raw, retryable=True))
        return found


def _seconds(value: object) -> float:
    """A lifetime of at most a day; 0 for what is no number."""
    try:
        found = float(str(value))
    except ValueError:
        return 0.0
    return min(found, 86_400.0) if found > 0 else 0.0


def _is_page(address: object) -> bool:
    """Whether a person can be sent to this address."""
    if not (isinstance(address, str) and address.isascii() and address.isprintable()):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname)


def _system_browser(address: str) -> None:
    with persons_umask():
        opened = webbrowser.open(address)
    if not opened:
        raise SignInError(Problem("signin_no_browser", {"address": address.partition("?")[0]}))


def _cached(entry: Mapping[str, Any]) -> SignedInAccount:
    home = str(entry.get("home_account_id") or "")
    return SignedInAccount(
        str(entry.get("username") or ""),
        str(entry.get("realm") or home.partition(".")[2]),
        str(entry.get("local_account_id") or home.partition(".")[0]),
        home_account_id=home,
    )


def _is_about_tls(error: httpx.HTTPError) -> bool:
    return isinstance(error.__cause__ or error.__context__, ssl.SSLError) or "CERTIFICATE" in str(error)


def _unreachable(error: httpx.HTTPError, cloud: Cloud) -> SignInError:
    tls = _is_about_tls(error)
    text = redact(str(error).partition("\n")[0])[:300]
    facts = {"host": cloud.host, "error": text, "message": text}
    busy = isinstance(error, httpx.HTTPStatusError)
    return SignInError(
        Problem(
            "signin_tls" if tls else "signin_unavailable" if busy else "signin_unreachable",
            facts,
            redact(f"{type(error).__name__}: {error}"),
            retryable=True,
        )
    )
