"""The authority's endpoints."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from wizard.practice.authority import apps, errors, pages
from wizard.practice.authority.apps import AppFlow
from wizard.practice.authority.errors import AuthorityError
from wizard.practice.authority.flows import Flows
from wizard.practice.authority.tokens import Tokens
from wizard.practice.authority.workload import Workload
from wizard.practice.tenant import Tenant

ACCOUNT_HEADER = "X-Practice-Account"
_NATIVE = "https://login.microsoftonline.com/common/oauth2/nativeclient"


def create_app(tenant: Tenant, tokens: Tokens, workload: Workload) -> Starlette:
    """The authority for one tenant; also answers under `common` and `organizations`.

    `workload` is the issuer of tokens that applications may sign in with instead of a certificate.
    """
    endpoints = _Endpoints(tenant, Flows(tenant, tokens), AppFlow(tenant, tokens, workload))
    base = "/{tenant}"
    return Starlette(
        routes=[
            *workload.routes(),
            Route(f"{base}/v2.0/.well-known/openid-configuration", endpoints.discovery),
            Route(f"{base}/discovery/v2.0/keys", endpoints.keys),
            Route(f"{base}/oauth2/v2.0/authorize", endpoints.authorize, methods=["GET", "POST"]),
            Route(f"{base}/oauth2/v2.0/token", endpoints.token, methods=["POST"]),
            Route(f"{base}/oauth2/v2.0/devicecode", endpoints.device_code, methods=["POST"]),
            Route(f"{base}/oauth2/deviceauth", endpoints.device_page, methods=["GET", "POST"]),
            Route(f"{base}/oauth2/v2.0/logout", endpoints.logout),
        ]
    )


class _Endpoints:
    def __init__(self, tenant: Tenant, flows: Flows, app_flow: AppFlow) -> None:
        self._tenant = tenant
        self._flows = flows
        self._apps = app_flow

    async def discovery(self, request: Request) -> Response:
        await self._weather(request)
        base = self._base(request)
        return JSONResponse(
            {
                "issuer": f"{base}/v2.0",
                "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                "token_endpoint": f"{base}/oauth2/v2.0/token",
                "device_authorization_endpoint": f"{base}/oauth2/v2.0/devicecode",
                "end_session_endpoint": f"{base}/oauth2/v2.0/logout",
                "jwks_uri": f"{base}/discovery/v2.0/keys",
                "response_types_supported": ["code"],
                "response_modes_supported": ["query", "form_post"],
                "subject_types_supported": ["pairwise"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "scopes_supported": ["openid", "profile", "email", "offline_access"],
                "token_endpoint_auth_methods_supported": ["none", "client_secret_post", "private_key_jwt"],
                "claims_supported": [
                    "sub",
                    "iss",
                    "aud",
                    "exp",
                    "iat",
                    "nonce",
                    "preferred_username",
                    "oid",
                    "tid",
                ],
                "tenant_region_scope": "practice",
            }
        )

    async def keys(self, request: Request) -> Response:
        await self._weather(request)
        return JSONResponse(self._flows.tokens.public_keys())

    async def authorize(self, request: Request) -> Response:
        await self._weather(request)
        values = await _form(request) if request.method == "POST" else dict(request.query_params)
        account = values.pop("account", None)
        try:
            self._check_client(values)
        except AuthorityError as refusal:
            text = refusal.body()["error_description"]
            return HTMLResponse(
                pages.page("Sorry, but we’re having trouble signing you in", _safe(text)), 400
            )
        if request.method == "GET":
            account = self._scripted(request, values)
            if account is None and values.get("prompt") != "none":
                people = self._flows.people()
                return HTMLResponse(pages.accounts(people, request.url.path, values))
        try:
            answer: dict[str, Any] = {"code": self._flows.authorize(account, values)}
        except AuthorityError as refusal:
            answer = refusal.body()
            answer["error_codes"] = json.dumps(answer["error_codes"])
        if values.get("state"):
            answer["state"] = values["state"]
        return self._hand_back(request, values, answer)

    async def token(self, request: Request) -> Response:
        await self._weather(request)
        values = await _form(request)
        try:
            tokens = self._redeem(values, self._base(request))
            if self._tenant.faults.take("token-cut"):
                return Response(json.dumps(tokens)[:-20], media_type="application/json")
            return JSONResponse(tokens)
        except AuthorityError as refusal:
            return JSONResponse(refusal.body(), 400)

    def _redeem(self, values: dict[str, str], base: str) -> dict[str, Any]:
        issuer = f"{base}/v2.0"
        if values.get("grant_type") == apps.GRANT:
            return self._apps.redeem(values, f"{base}/oauth2/v2.0/token", issuer)
        self._check_client_id(values)
        return self._flows.redeem(values, issuer)

    async def device_code(self, request: Request) -> Response:
        await self._weather(request)
        values = await _form(request)
        try:
            self._check_client_id(values)
            return JSONResponse(self._flows.new_device(values.get("scope", ""), self._base(request)))
        except AuthorityError as refusal:
            return JSONResponse(refusal.body(), 400)

    def _check_client_id(self, values: dict[str, str]) -> None:
        if values.get("client_id") != self._tenant.identity.client_id:
            raise AuthorityError(errors.UNKNOWN_CLIENT)

    async def device_page(self, request: Request) -> Response:
        await self._weather(request)
        people = self._flows.people()
        if request.method == "GET":
            return HTMLResponse(pages.device(request.url.path, people))
        form = await _form(request)
        account = request.headers.get(ACCOUNT_HEADER) or form.get("account", "auto")
        try:
            self._flows.answer_device(form.get("user_code", ""), self._resolve(account, form))
        except AuthorityError as refusal:
            message = refusal.body()["error_description"]
            return HTMLResponse(pages.device(request.url.path, people, message), 400)
        done = "You have signed in" if account else "You cancelled"
        return HTMLResponse(pages.page(done, "<p>You can close this window.</p>"))

    async def logout(self, request: Request) -> Response:
        await self._weather(request)
        target = request.query_params.get("post_logout_redirect_uri", "")
        if _is_loopback(target):
            return RedirectResponse(target, 302)
        return HTMLResponse(pages.page("You signed out", "<p>You can close this window.</p>"))

    # ---- helpers ----------------------------------------------------------------------------------------

    async def _weather(self, request: Request) -> None:
        known = {self._tenant.identity.tenant_id, self._tenant.identity.domain, "common", "organizations"}
        if request.path_params["tenant"] not in known:
            raise HTTPException(400, "AADSTS90002: Tenant not found.")
        if self._tenant.faults.take("authority-down"):
            raise HTTPException(503, "Service unavailable")
        if self._tenant.faults.take("authority-slow"):
            await asyncio.sleep(5)

    def _base(self, request: Request) -> str:
        return f"https://{request.headers['host']}/{self._tenant.identity.tenant_id}"

    def _check_client(self, values: dict[str, str]) -> None:
        self._check_client_id(values)
        redirect = values.get("redirect_uri", "")
        if not (_is_loopback(redirect) or redirect == _NATIVE):
            raise AuthorityError(errors.BAD_REDIRECT)
        if values.get("response_type") != "code":
            raise AuthorityError(errors.missing("response_type"))

    def _scripted(self, request: Request, values: dict[str, str]) -> str | None:
        account = request.headers.get(ACCOUNT_HEADER)
        return None if account is None else self._resolve(account, values)

    def _resolve(self, account: str, values: dict[str, str]) -> str:
        return (values.get("login_hint") or self._tenant.identity.account) if account == "auto" else account

    def _hand_back(self, request: Request, values: dict[str, str], answer: dict[str, Any]) -> Response:
        redirect = values["redirect_uri"]
        if values.get("response_mode", "query") != "form_post":
            return RedirectResponse(f"{redirect}?{urlencode(answer)}", 302)
        if "application/json" in request.headers.get("accept", ""):
            return JSONResponse({"redirect_uri": redirect, "fields": answer})
        return HTMLResponse(pages.post_back(redirect, answer))


async def _form(request: Request) -> dict[str, str]:
    """The fields of an `application/x-www-form-urlencoded` body; of a repeated one the last."""
    text = (await request.body()).decode("utf-8", "replace")
    try:
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=100))
    except ValueError as failure:
        raise HTTPException(400, "AADSTS900561: The request is malformed.") from failure


def _is_loopback(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1", "::1"}


def _safe(text: str) -> str:
    return f"<p>{text}</p>"
