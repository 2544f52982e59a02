"""Microsoft's own connection test: its service queries Playvox, with values that need not be saved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from pydantic import SecretStr

from wizard.entra.errors import GraphError
from wizard.entra.graph import Graph, Repeat, segment
from wizard.entra.values import Json
from wizard.network.key_hosts import KeyForHost

# "(401)", "HTTP/404", "404 Not Found"; or a .NET status name after "Status Code:" (Entra's error texts).
_NUMBER = re.compile(r"\((\d{3})\)|HTTP/(\d{3})|\b(\d{3}) [A-Z][a-z]")
_NAME = re.compile(r"Status ?Code:\s*([A-Za-z]+)")
_NAMES = {status.phrase.replace(" ", "").replace("-", "").casefold(): status.value for status in HTTPStatus}
_ANSWERS = ("credential", "systemforcrossdomainidentitymanagement")


@dataclass(frozen=True, slots=True)
class ValidationAnswer:
    """The result of Microsoft's provisioning service for a Tenant URL and key.

    `ok` when it accepted them. Otherwise `code` and `inner_code` are its codes, `inner_status` the HTTP
    status it got from Playvox from its text (None when unknown), `message` redacted.
    """

    ok: bool
    code: str = ""
    inner_code: str = ""
    inner_status: int | None = None
    message: str = ""
    status: int | None = None  # HTTP status of Graph's own answer


async def validate(
    graph: Graph,
    service_principal_id: str,
    tenant_url: str,
    key: KeyForHost,
    *,
    job_id: str | None = None,
    template_id: str | None = None,
    further: Mapping[str, SecretStr] | None = None,
) -> ValidationAnswer:
    """Microsoft's connection test with values that are not saved (Graph docs: validateCredentials).

    Microsoft's service sends the key to the address. Uses the job's API, without a job the collection's
    with `template_id`. `further` are values by wire name that the template asks for as well. Raises
    `GraphError` only when Microsoft could not be reached; a refusal by Playvox is a result.
    """
    body: Json = {
        "useSavedCredentials": False,
        "credentials": [
            # Case-sensitive.
            {"key": "BaseAddress", "value": tenant_url},
            {"key": "SecretToken", "value": key.beside(tenant_url)},
            *({"key": name, "value": value} for name, value in (further or {}).items()),
        ],
    }
    if job_id is None:
        body["templateId"] = template_id
    return await _ask(graph, service_principal_id, job_id, body)


async def validate_saved(graph: Graph, service_principal_id: str, job_id: str) -> ValidationAnswer:
    """The same with the credentials saved in Entra."""
    return await _ask(graph, service_principal_id, job_id, {"useSavedCredentials": True})


async def _ask(graph: Graph, service_principal_id: str, job_id: str | None, body: Json) -> ValidationAnswer:
    path = f"/servicePrincipals/{segment(service_principal_id)}/synchronization/jobs"
    if job_id is not None:
        path += f"/{segment(job_id)}"
    try:
        await graph.post(
            f"{path}/validateCredentials", body, changes=False, repeat=Repeat.IF_REJECTED, patience=120.0
        )
    except GraphError as error:
        if not _is_answer(error):
            raise
        return ValidationAnswer(
            ok=False,
            code=error.code,
            inner_code=error.inner,
            inner_status=status_in(error.message),
            message=error.message,
            status=error.status,
        )
    return ValidationAnswer(ok=True, status=204)


def _is_answer(error: GraphError) -> bool:
    """Whether Graph reports Playvox's response, rather than refusing the request."""
    codes = f"{error.code} {error.inner}".casefold()
    return error.status is not None and any(word in codes for word in _ANSWERS)


def status_in(message: str) -> int | None:
    """The HTTP status mentioned in a text of Microsoft's service, if any."""
    match = _NUMBER.search(message)
    if match:
        number = int(next(group for group in match.groups() if group))
        return number if 100 <= number <= 599 else None
    named = _NAME.search(message)
    return _NAMES.get(named.group(1).casefold()) if named else None
