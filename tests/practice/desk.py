"""A small Graph client for tests of the practice tenant: signs in by script and keeps the token."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from wizard.practice import Practice

SCOPES = "openid offline_access https://graph.microsoft.com/.default"
EVENTUAL = {"ConsistencyLevel": "eventual"}


class Desk:
    """Requests as one account; call `open` first."""

    def __init__(self, practice: Practice, client: httpx.AsyncClient) -> None:
        self.line = practice.line
        self.practice = practice
        self.client = client
        self.token = ""

    async def authorize(self, account: str = "auto", scope: str = SCOPES, **more: str) -> httpx.URL:
        """Return the redirect after the sign-in page."""
        query = {
            "client_id": self.line.client_id,
            "response_type": "code",
            "redirect_uri": "http://localhost:1",
            "scope": scope,
            "state": "here",
            **more,
        }
        answer = await self.client.get(
            f"{self.line.authority}/oauth2/v2.0/authorize",
            params=query,
            headers={"X-Practice-Account": account},
        )
        assert answer.status_code == 302, answer.text
        return httpx.URL(answer.headers["location"])

    async def redeem(self, **values: str) -> httpx.Response:
        """Send a request to the token endpoint."""
        data = {"client_id": self.line.client_id, **values}
        return await self.client.post(f"{self.line.authority}/oauth2/v2.0/token", data=data)

    async def sign_in(self, account: str = "auto", scope: str = SCOPES, **more: str) -> dict[str, Any]:
        """Get tokens for the account; later requests send them."""
        code = (await self.authorize(account, scope, **more)).params["code"]
        answer = await self.redeem(
            grant_type="authorization_code", code=code, redirect_uri="http://localhost:1"
        )
        assert answer.status_code == 200, answer.text
        tokens: dict[str, Any] = answer.json()
        self.token = tokens["access_token"]
        return tokens

    async def call(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """Send one Graph request; `path` after /v1.0 or a complete link."""
        address = path if path.startswith("https:") else f"{self.line.graph}/v1.0{path}"
        headers = {"Authorization": f"Bearer {self.token}", "User-Agent": "tests", **headers}
        return await self.client.request(method, address, json=body, headers=headers)

    async def get(self, path: str, **headers: str) -> Any:
        """Return the JSON (or text) of a GET that must succeed."""
        answer = await self.call("GET", path, **headers)
        assert answer.status_code == 200, answer.text
        return answer.json() if "json" in answer.headers["content-type"] else answer.text

    async def pages(self, path: str, **headers: str) -> list[dict[str, Any]]:
        """All results of a collection, from all its pages."""
        found: list[dict[str, Any]] = []
        link: str | None = path
        while link:
            body = await self.get(link, **headers)
            found += body["value"]
            link = body.get("@odata.nextLink")
        return found

    async def code(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, str]:
        """Status and error code of a request that is refused."""
        answer = await self.call(method, path, body, **headers)
        assert answer.status_code >= 400, answer.text
        return answer.status_code, answer.json()["error"]["code"]

    async def until(self, method: str, path: str, body: Any = None, seconds: float = 10) -> httpx.Response:
        """Repeat a request until replication has finished: no 403, 404 or 409 any more."""
        end = time.monotonic() + seconds
        while True:
            answer = await self.call(method, path, body)
            if answer.status_code not in {403, 404, 409} or time.monotonic() > end:
                return answer
            await asyncio.sleep(0.05)

    async def new_application(self, name: str = "Playvox") -> tuple[str, str]:
        """Add Playvox from the gallery; returns object ids of the service principal and the application."""
        (template,) = (await self.get("/applicationTemplates?$filter=displayName eq 'Playvox'"))["value"]
        answer = await self.call(
            "POST", f"/applicationTemplates/{template['id']}/instantiate", {"displayName": name}
        )
        assert answer.status_code == 201, answer.text
        made = answer.json()
        await self.until("GET", f"/servicePrincipals/{made['servicePrincipal']['id']}")
        return made["servicePrincipal"]["id"], made["application"]["id"]

    async def new_job(self, principal: str) -> str:
        """Create a provisioning job with saved credentials; returns its address after /v1.0."""
        sync = f"/servicePrincipals/{principal}/synchronization"
        templates = (await self.until("GET", f"{sync}/templates")).json()["value"]
        answer = await self.until("POST", f"{sync}/jobs", {"templateId": templates[0]["id"]})
        assert answer.status_code == 201, answer.text
        await self.save_secrets(principal)
        job = f"{sync}/jobs/{answer.json()['id']}"
        assert (await self.until("GET", job)).status_code == 200
        return job

    async def save_secrets(self, principal: str, **more: str) -> None:
        """Save the practice Playvox's URL and key."""
        values = {"BaseAddress": self.line.scim, "SecretToken": self.line.key.get_secret_value(), **more}
        pairs = [{"key": key, "value": value} for key, value in values.items()]
        answer = await self.call(
            "PUT", f"/servicePrincipals/{principal}/synchronization/secrets", {"value": pairs}
        )
        assert answer.status_code == 204, answer.text
