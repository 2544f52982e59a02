"""An external client of the practice tenant: starts `practice serve`, reads its line and uses plain HTTP.

Imports nothing from the product. Every answer of Graph is checked against the contract.
"""

from __future__ import annotations

import json
import re
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.contract.validation import check_answer

ALL = "openid offline_access https://graph.microsoft.com/.default"
EVENTUAL = {"ConsistencyLevel": "eventual"}
Json = dict[str, Any]


class Outsider:
    """Requests to one running tenant as one account; `line` is what `practice serve` printed."""

    def __init__(self, line: Json) -> None:
        self.line = line
        context = ssl.create_default_context(cafile=line["ca_file"])
        self.http = httpx.Client(verify=context, trust_env=False, timeout=20)
        self.token = ""
        self.broken: list[str] = []
        self.spared = False  # while answers differ from the documentation on purpose

    def close(self) -> None:
        """Close all connections."""
        self.http.close()

    # ---- sign-in

    def sign_in(self, account: str | None = None, scope: str = ALL) -> Json:
        """Sign in like a person in a browser: choose an account on the page, then redeem the code."""
        account = account or self.line["account"]
        query = {
            "client_id": self.line["client_id"],
            "response_type": "code",
            "redirect_uri": "http://localhost",
            "scope": scope,
        }
        page = self.http.get(f"{self.line['authority']}/oauth2/v2.0/authorize", params=query)
        assert account in page.text
        fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text))
        chosen = self.http.post(page.url.copy_with(query=None), data={**fields, "account": account})
        assert chosen.status_code == 302, chosen.text
        code = parse_qs(urlsplit(chosen.headers["location"]).query)["code"][0]
        answer = self.http.post(
            f"{self.line['authority']}/oauth2/v2.0/token",
            data={
                "client_id": self.line["client_id"],
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": "http://localhost",
            },
        )
        assert answer.status_code == 200, answer.text
        tokens: Json = answer.json()
        self.token = tokens["access_token"]
        return tokens

    # ---- Graph

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """Send one request; `path` after /v1.0, or a complete link."""
        address = path if path.startswith("https:") else f"{self.line['graph']}/v1.0{path}"
        headers = {"Authorization": f"Bearer {self.token}", **headers}
        answer = self.http.request(method, address, json=body, headers=headers)
        short = urlsplit(address).path.removeprefix("/v1.0")
        if not self.spared and short != "/$batch":
            self.broken += check_answer(method, short, answer.status_code, _body(answer))
        return answer

    def get(self, path: str, **headers: str) -> Any:
        """Return the body of a GET that must succeed."""
        answer = self.call("GET", path, **headers)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
        return _body(answer)

    def error(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, str, str]:
        """Status, code and message of a request that is refused."""
        answer = self.call(method, path, body, **headers)
        assert answer.status_code >= 400, f"{path}: {answer.status_code} {answer.text}"
        found = answer.json()["error"]
        return answer.status_code, found["code"], found["message"]

    def until(self, method: str, path: str, body: Any = None, status: tuple[int, ...] = (200, 201)) -> Any:
        """Repeat a request until replication has finished; returns its JSON."""
        end = time.monotonic() + 10
        while (answer := self.call(method, path, body)).status_code not in status:
            assert answer.status_code in {403, 404, 409}, answer.text
            assert time.monotonic() < end, answer.text
            time.sleep(0.05)
        return _body(answer)

    def gone(self, path: str) -> None:
        """Wait until an address returns 404."""
        end = time.monotonic() + 10
        while self.call("GET", path).status_code != 404:
            assert time.monotonic() < end
            time.sleep(0.05)

    def beyond_the_limit(self, method: str, path: str) -> Json:
        """Send six empty requests in one batch, answered within milliseconds even on a busy machine.

        Endpoints that allow five in ten seconds refuse at least the last of them; returns its answer.
        """
        headers = {"Content-Type": "application/json"}
        wanted = {"method": method, "url": path, "headers": headers, "body": {}}
        many = [{"id": str(number), **wanted} for number in range(6)]
        answers = self.call("POST", "/$batch", {"requests": many}).json()["responses"]
        last: Json = next(answer for answer in answers if answer["id"] == "5")
        return last

    # ---- control API of the tenant

    def fault(self, name: str, *, on: bool = True, times: int | None = None) -> None:
        """Switch a fault while the tenant runs."""
        body = {"on": on, **({} if times is None else {"times": times})}
        assert self.http.put(f"{self.line['control']}/faults/{name}", json=body).status_code == 204

    def calm(self) -> None:
        """Switch all faults off."""
        self.spared = False
        assert self.http.delete(f"{self.line['control']}/faults").status_code == 204

    # ---- creating objects

    def application(self, name: str = "Playvox rehearsal") -> tuple[str, str]:
        """Add Playvox from the gallery; returns object ids of the service principal and the application."""
        (template,) = self.get("/applicationTemplates?$filter=displayName eq 'Playvox'")["value"]
        made = self.until(
            "POST", f"/applicationTemplates/{template['id']}/instantiate", {"displayName": name}
        )
        sp, app = made["servicePrincipal"]["id"], made["application"]["id"]
        self.until("GET", f"/servicePrincipals/{sp}")
        self.until("GET", f"/applications/{app}")
        return sp, app

    def job(self, sp: str) -> str:
        """Create a job for an application; returns its path."""
        sync = f"/servicePrincipals/{sp}/synchronization"
        (template,) = self.until("GET", f"{sync}/templates")["value"]
        made = self.until("POST", f"{sync}/jobs", {"templateId": template["id"]})
        self.until("GET", f"{sync}/jobs/{made['id']}")
        return f"{sync}/jobs/{made['id']}"

    def credentials(self, **other: str) -> list[Json]:
        """The practice Playvox's URL and key as key-value pairs."""
        values = {"BaseAddress": self.line["scim"], "SecretToken": self.line["key"], **other}
        return [{"key": key, "value": value} for key, value in values.items()]


def _body(answer: httpx.Response) -> Any:
    if not answer.content:
        return None
    return answer.json() if "json" in answer.headers.get("content-type", "") else answer.text


@contextmanager
def serve(*options: str) -> Iterator[Json]:
    """Run `python -m wizard practice serve`; yields its line, and `pid`. SIGTERM must end it
    with success.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "wizard", "practice", "serve", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        first = process.stdout.readline()
        assert first, process.stderr.read()
        yield {**json.loads(first), "pid": process.pid}
    finally:
        process.terminate()
        rest, complaints = process.communicate(timeout=30)
    said = "The practice tenant is running. Ctrl+C stops it.\n"
    assert (process.returncode, rest, complaints) == (0, "", said), complaints
