"""Faults that take the place of Playvox's answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from wizard.practice.faults import Faults
from wizard.practice.playvox.answer import MEDIA_TYPE, error, page

_FEATURE_FLAGS = ("aadoptscim062020", "azureadscimpatch2017")
_USES_BEFORE_EXPIRY = 5


@dataclass(frozen=True, slots=True)
class Substitute:
    """`answer` replaces Playvox's own for requests for which `strikes` is true."""

    name: str
    strikes: Callable[[Request], bool]
    answer: Callable[[Request], Response]


def _always(request: Request) -> bool:
    return True


def _search(request: Request) -> bool:
    return request.method == "GET" and request.url.path.rstrip("/").endswith("/Users")


def _filtered(request: Request) -> bool:
    return _search(request) and "filter" in request.query_params


def _quoted(request: Request) -> bool:
    return _filtered(request) and '"' in request.query_params["filter"]


def _groups(request: Request) -> bool:
    return "/Groups" in request.url.path


def _create(request: Request) -> bool:
    return request.method == "POST"


def _patch(request: Request) -> bool:
    return request.method == "PATCH"


def _no_agent(request: Request) -> bool:
    return not request.headers.get("user-agent", "").strip()


def _from_microsoft(request: Request) -> bool:
    # The header by which servers recognize Microsoft's service (azure-docs issue 21660).
    return "adscimversion" in request.headers


def _flagged(request: Request) -> bool:
    return any(flag in request.url.query.lower() for flag in _FEATURE_FLAGS)


def _scim_type(*headers: str) -> Callable[[Request], bool]:
    return lambda request: any(MEDIA_TYPE in request.headers.get(name, "") for name in headers)


def _blocked(status: int) -> Callable[[Request], Response]:
    return lambda request: page(
        "Request blocked", "This request was stopped by the web application firewall.", status
    )


def _scim_error(status: int, detail: str, kind: str | None = None) -> Callable[[Request], Response]:
    return lambda request: error(status, detail, kind)


def _echo(request: Request) -> Response:
    return error(401, f"Invalid credentials: {request.headers.get('authorization', '')}")


def _throttled(request: Request) -> Response:
    return error(429, "Too many requests", headers={"Retry-After": "2"})


def _to_login(request: Request) -> Response:
    return RedirectResponse("/login", 302)


def _to_http(request: Request) -> Response:
    return RedirectResponse(str(request.url.replace(scheme="http")), 301)


def _to_host(request: Request) -> Response:
    return RedirectResponse(f"https://sso.playvox.example{request.url.path}", 302)


def _login_page(request: Request) -> Response:
    return page("Sign in", "Please sign in to continue to Playvox.", 200)


FRONT = (
    Substitute("playvox-blocks-no-agent", _no_agent, _blocked(403)),
    Substitute("playvox-blocks-microsoft", _from_microsoft, _blocked(403)),
    Substitute("playvox-firewall-403", _always, _blocked(403)),
    Substitute("playvox-firewall-406", _always, _blocked(406)),
    Substitute(
        "playvox-maintenance",
        _always,
        lambda request: page("Maintenance", "Playvox will be back soon.", 503, {"Retry-After": "3600"}),
    ),
    Substitute("playvox-500", _always, _scim_error(500, "Internal error")),
    Substitute(
        "playvox-502", _always, lambda request: page("Bad gateway", "No answer from upstream.", 502)
    ),
    Substitute("playvox-503", _always, _scim_error(503, "Service unavailable")),
    Substitute(
        "playvox-504", _always, lambda request: page("Gateway timeout", "Upstream is too slow.", 504)
    ),
    Substitute("playvox-throttled", _always, _throttled),
    Substitute("playvox-redirect-login", _always, _to_login),
    Substitute("playvox-redirect-http", _always, _to_http),
    Substitute("playvox-redirect-host", _always, _to_host),
    Substitute("playvox-login-page", _always, _login_page),
    Substitute("playvox-not-found", _always, _scim_error(404, "Not found")),
    Substitute("playvox-flag-misread", _flagged, _scim_error(404, "Not found")),
    Substitute("playvox-echoes-key", _always, _echo),
    Substitute("playvox-key-rejected", _always, _scim_error(401, "Invalid credentials")),
)

# These need a key that is accepted.
BEHIND_KEY = (
    Substitute("playvox-no-permission", _always, _scim_error(403, "This key may not manage users")),
    Substitute("playvox-no-groups-404", _groups, _scim_error(404, "Not found")),
    Substitute("playvox-no-groups-403", _groups, _scim_error(403, "Forbidden")),
    Substitute("playvox-no-groups-501", _groups, _scim_error(501, "Not implemented")),
    Substitute(
        "playvox-invalid-filter",
        _filtered,
        _scim_error(400, "userName cannot be used in filters", "invalidFilter"),
    ),
    Substitute(
        "playvox-quotes-refused",
        _quoted,
        _scim_error(400, "incomplete_filter: a value without quotes is expected", "invalidFilter"),
    ),
    Substitute("playvox-405", _search, _scim_error(405, "Method not allowed")),
    Substitute("playvox-501", _search, _scim_error(501, "Not implemented")),
    Substitute("playvox-no-content", _search, lambda request: Response(status_code=204)),
    Substitute("playvox-empty-body", _search, lambda request: Response(b"", 200, media_type=MEDIA_TYPE)),
    Substitute(
        "playvox-415", _scim_type("content-type", "accept"), _scim_error(415, "Unsupported media type")
    ),
    Substitute("playvox-406", _scim_type("accept"), _scim_error(406, "Not acceptable")),
    Substitute("playvox-create-refused", _create, _scim_error(400, "emails: required", "invalidValue")),
    Substitute("playvox-create-conflict", _create, _scim_error(409, "User already exists", "uniqueness")),
    Substitute("playvox-no-patch", _patch, _scim_error(501, "PATCH is not implemented")),
)


class KeyExpiry:
    """The fault of a key that works a few more times; counts from zero each time it is switched on."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._uses = 0

    def refuses(self) -> bool:
        """Whether the key has expired; every call counts as one use."""
        if not self._faults.is_on("playvox-key-expires"):
            self._uses = 0
            return False
        self._uses += 1
        return self._uses > _USES_BEFORE_EXPIRY and self._faults.take("playvox-key-expires")


def substitute(table: tuple[Substitute, ...], request: Request, faults: Faults) -> Response | None:
    """The answer of the first fault in `table` that is on and meant for this request."""
    for fault in table:
        if fault.strikes(request) and faults.take(fault.name):
            return fault.answer(request)
    return None
