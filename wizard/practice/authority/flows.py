"""The authority's flows: who may sign in, and with which permissions."""

from __future__ import annotations

import json
import time
from typing import Any

from wizard.practice import roles
from wizard.practice.authority import errors, scopes
from wizard.practice.authority.errors import AuthorityError
from wizard.practice.authority.grants import (
    CODE_SECONDS,
    DEVICE_SECONDS,
    AuthoritySession,
    Code,
    Grants,
)
from wizard.practice.authority.tokens import LIFETIME, Tokens
from wizard.practice.tenant import Tenant

POLL_SECONDS = 1  # Microsoft's is 5; nobody waits for a person here
_SYNC_SCOPES = frozenset({"Synchronization.ReadWrite.All", "Application.ReadWrite.All"})


class Flows:
    """The authorization code, refresh token and device code flows."""

    def __init__(self, tenant: Tenant, tokens: Tokens) -> None:
        self.tokens = tokens
        self._tenant = tenant
        self._faults = tenant.faults
        self._grants = Grants()

    def people(self) -> list[dict[str, Any]]:
        """The accounts the sign-in page offers, with their directory roles as text."""
        people = []
        for upn in roles.listed_accounts(self._tenant):
            user = self._tenant.store.user(upn)
            if user is not None:
                names = ", ".join(roles.names_of(self._tenant, user["id"])) or "no directory role"
                people.append({**user, "roles": names})
        return people

    def authorize(self, account: str | None, values: dict[str, str]) -> str:
        """An authorization code for the person who chose `account`. Raises SignInError."""
        if account is None:
            raise AuthorityError(errors.INTERACTION)
        if not account or self._faults.take("sign-in-cancelled"):
            raise AuthorityError(errors.CANCELLED)
        session = self._agree(
            account, values.get("scope", ""), values.get("nonce"), values.get("claims", "")
        )
        if (
            self._faults.is_on("mfa-needed")
            and not _asks_for_proof(values.get("claims", ""))
            and values.get("prompt") != "login"
        ):
            self._faults.take("mfa-needed")
            raise AuthorityError(errors.MFA_NEEDED)
        code = Code(
            session,
            values["redirect_uri"],
            values.get("code_challenge"),
            values.get("code_challenge_method", "plain"),
            time.monotonic() + CODE_SECONDS,
        )
        return self._grants.codes.add(code)

    def redeem(self, values: dict[str, str], issuer: str) -> dict[str, Any]:
        """Tokens for a code, refresh token or device code. Raises SignInError."""
        grant = values.get("grant_type", "")
        if grant == "authorization_code":
            return self._issue(self._from_code(values), issuer)
        if grant == "refresh_token":
            return self._issue(self._from_refresh(values), issuer)
        if grant in {"urn:ietf:params:oauth:grant-type:device_code", "device_code"}:
            return self._issue(self._from_device(values.get("device_code", "")), issuer)
        raise AuthorityError(errors.bad_grant(grant))

    def new_device(self, scope: str, base: str) -> dict[str, Any]:
        """Begin a device code flow. Raises SignInError for unknown scopes."""
        scopes.granted(scope)
        name, device = self._grants.new_device(scope)
        address = f"{base}/oauth2/deviceauth"
        return {
            "user_code": device.user_code,
            "device_code": name,
            "verification_uri": address,
            "expires_in": int(DEVICE_SECONDS),
            "interval": POLL_SECONDS,
            "message": f"To sign in, open {address} and enter the code {device.user_code}.",
        }

    def answer_device(self, user_code: str, account: str) -> None:
        """Record the account chosen for a device code, or "" for canceled. Raises SignInError."""
        refused = not account or self._faults.take("sign-in-cancelled")
        session = None if refused else self._agree(account, "", None, "")
        if not self._grants.answer_device(user_code, session):
            raise AuthorityError(errors.DEVICE_UNKNOWN)

    # ---- helpers ----------------------------------------------------------------------------------------

    def _agree(self, account: str, scope: str, nonce: str | None, claims: str) -> AuthoritySession:
        user = self._tenant.store.user(account)
        if user is None:
            raise AuthorityError(errors.UNKNOWN_ACCOUNT)
        if not user["accountEnabled"] or self._faults.take("account-disabled"):
            raise AuthorityError(errors.DISABLED)
        if self._faults.take("wrong-password"):
            raise AuthorityError(errors.WRONG_PASSWORD)
        if self._faults.take("consent-needed"):
            raise AuthorityError(errors.CONSENT_NEEDED)
        if self._faults.take("admin-consent-needed"):
            raise AuthorityError(errors.ADMIN_CONSENT_NEEDED)
        scopes.granted(scope)
        return AuthoritySession(user["id"], scope, nonce, _contexts(claims))

    def _from_code(self, values: dict[str, str]) -> AuthoritySession:
        code = self._grants.codes.take(values.get("code", ""))
        if code is None or code.until < time.monotonic() or code.redirect_uri != values.get("redirect_uri"):
            raise AuthorityError(errors.BAD_CODE)
        if not code.proves(values.get("code_verifier")):
            raise AuthorityError(errors.BAD_VERIFIER)
        return code.session

    def _from_refresh(self, values: dict[str, str]) -> AuthoritySession:
        known = self._grants.refresh.get(values.get("refresh_token", ""))
        if known is None or self._faults.take("refresh-expired"):
            raise AuthorityError(errors.SESSION_ENDED)
        if self._faults.take("mfa-needed") or _contexts(values.get("claims", "")) - known.contexts:
            raise AuthorityError(errors.MFA_NEEDED)  # only a person can satisfy the policy
        scope = values.get("scope") or known.scope
        upn = (self._tenant.store.user(known.user_id) or {}).get("userPrincipalName", "")
        session = self._agree(upn, scope, None, "")
        return AuthoritySession(session.user_id, scope, None, known.contexts)

    def _from_device(self, name: str) -> AuthoritySession:
        device = self._grants.devices.get(name)
        if device is None:
            raise AuthorityError(errors.DEVICE_UNKNOWN)
        if device.until < time.monotonic():
            raise AuthorityError(errors.DEVICE_EXPIRED)
        if device.refused:
            raise AuthorityError(errors.DECLINED)
        if device.session is None:
            raise AuthorityError(errors.PENDING)
        self._grants.devices.take(name)
        if self._faults.take("device-code-blocked"):
            raise AuthorityError(errors.DEVICE_CODE_BLOCKED)
        return AuthoritySession(device.session.user_id, device.scope)

    def _issue(self, session: AuthoritySession, issuer: str) -> dict[str, Any]:
        user = self._tenant.store.user(session.user_id)
        if user is None:
            raise AuthorityError(errors.UNKNOWN_ACCOUNT)
        scope, permissions = scopes.granted(session.scope)
        if self._faults.take("missing-consent"):
            permissions -= _SYNC_SCOPES
        answer: dict[str, Any] = {
            "token_type": "Bearer",
            "scope": scope,
            "expires_in": LIFETIME,
            "ext_expires_in": LIFETIME,
            "access_token": self.tokens.access_token(user, permissions, session.contexts, issuer),
            "client_info": self.tokens.client_info(user),
        }
        asked = session.scope.split()
        if "openid" in asked:
            answer["id_token"] = self.tokens.id_token(user, session.nonce, issuer)
        if "offline_access" in asked:
            answer["refresh_token"] = self._grants.refresh.add(session)
        return answer


def _contexts(claims: str) -> frozenset[str]:
    """Authentication contexts asked for in a `claims` parameter; empty when there are none."""
    try:
        wanted = json.loads(claims or "{}").get("access_token", {}).get("acrs", {})
        return frozenset(str(value) for value in [wanted.get("value"), *wanted.get("values", [])] if value)
    except (ValueError, AttributeError, TypeError):
        return frozenset()


def _asks_for_proof(claims: str) -> bool:
    """Whether a `claims` parameter asks for more proof, beyond the client's capabilities (`xms_cc`)."""
    try:
        return bool(set(json.loads(claims or "{}").get("access_token", {})) - {"xms_cc"})
    except (ValueError, AttributeError, TypeError):
        return False
