"""Whatever comes through a door, it is read, or it is a problem with words: never another exception.

`tests/data/fuzz` keeps what once was neither, and a good example for each door. It is replayed first; then
some hundred new damages follow, the same ones every time. `python -m tests.fuzz.long 60` invents new ones
for 60 seconds a door.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz import doors
from tests.fuzz.damaging import damaged_json, damaged_text
from tests.fuzz.doors import DATA, Door
from wizard.messages import explain
from wizard.messages.explanation import known_codes
from wizard.problem import ProblemError

CORPUS = DATA / "fuzz"
EXAMPLES = 25
ACCOUNT: dict[str, Any] = {
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
    "id": "5f3a",
    "userName": "ada@contoso.example",
    "active": True,
    "name": {"givenName": "Ada", "familyName": "Lovelace"},
    "emails": [{"value": "ada@contoso.example", "type": "work", "primary": True}],
}
FOUND: dict[str, Any] = {
    "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
    "totalResults": 1, "startIndex": 1, "itemsPerPage": 1, "Resources": [ACCOUNT],
}  # fmt: skip
METADATA = {
    "authorization_endpoint": "https://login.example/t/a",
    "token_endpoint": "https://login.example/t/b",
    "device_authorization_endpoint": "https://login.example/t/c",
    "issuer": "https://login.example/t",
}
CLAIMS = {
    "oid": "1",
    "tid": "2",
    "preferred_username": "ada@contoso.example",
    "name": "Ada",
    "exp": 2e9,
    "aud": "x",
}
TOKEN = {
    "access_token": "secret-a", "refresh_token": "secret-r", "expires_in": 3600, "token_type": "Bearer",
    "scope": "User.Read", "id_token": doors.id_token(CLAIMS),
    "client_info": "eyJ1aWQiOiIxIiwidXRpZCI6IjIifQ",
    "error": "invalid_grant", "error_description": "AADSTS50076: x", "error_codes": [50076], "claims": "{}",
}  # fmt: skip
CELLS: list[Any] = [
    [table, column, "2026-01-01T00:00:00+00:00"]
    for table, columns in {
        "operations": (
            "setup",
            "kind",
            "subject",
            "account",
            "state",
            "began",
            "ended",
            "old",
            "new",
            "outcome",
        ),
        "writes": ("method", "path", "body", "status", "maybe_done", "sent", "answered"),
    }.items()
    for column in columns
]


def _example(name: str) -> Any:
    if not name:
        return {
            "value": [
                {"id": "1", "displayName": "A", "verifiedDomains": [], "assignedPlans": [], "skuId": "x"}
            ]
        }
    found = json.loads((DATA / "graph-examples" / f"{name}.json").read_text(encoding="utf-8"))
    return found.get("response_body", found)


def _kept(folder: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted((CORPUS / folder).iterdir())]


def _good(folder: str) -> bytes:
    [path] = (CORPUS / folder).glob("good*")
    return path.read_bytes()


def _damaged_lines(lines: list[bytes]) -> st.SearchStrategy[bytes]:
    """The lines of a file, one of them damaged."""
    documents = [json.loads(line) for line in lines]
    return st.integers(0, len(lines) - 1).flatmap(
        lambda place: damaged_json([documents[place]]).map(
            lambda line: b"\n".join((*lines[:place], line, *lines[place + 1 :]))
        )
    )


def _damaged_bytes(data: bytes) -> st.SearchStrategy[bytes]:
    return st.tuples(st.integers(0, len(data) - 1), st.binary(max_size=2)).map(
        lambda change: data[: change[0]] + change[1] + data[change[0] + 1 :]
    )


DOORS: dict[str, tuple[str, Door, st.SearchStrategy[bytes]]] = {
    # name: the folder of its corpus, the door, and what is sent through it
    **{
        name: (name, doors.FILES[name], damaged_json([json.loads(_good(name))]))
        for name in ("profile", "practice-line", "window")
    },
    "plan": ("plan", doors.FILES["plan"], _damaged_lines(_good("plan").splitlines())),
    "compressed plan": (
        "plan",
        doors.FILES["plan"],
        _damaged_bytes(gzip.compress(_good("plan"), mtime=0)),
    ),
    "configuration": (
        "configuration",
        doors.FILES["configuration"],
        damaged_text([_good("configuration").decode()]),
    ),
    "journal": ("journal", doors.read_journal, damaged_json([[cell] for cell in CELLS])),
    **{
        f"graph {name}": ("graph", doors.graph_door(name), damaged_json([_example(example)]))
        for name, (example, _read) in doors.GRAPH.items()
    },
    "graph refusals": (
        "graph",
        doors.refusal_door,
        damaged_json([{"error": {"code": "A", "message": "b", "innerError": {}, "details": []}}]),
    ),
    "sign-in metadata": ("sign-in", doors.sign_in_door(metadata=True), damaged_json([METADATA])),
    "sign-in token": ("sign-in", doors.sign_in_door(metadata=False), damaged_json([TOKEN])),
    "sign-in claims": (
        "sign-in",
        doors.sign_in_door(metadata=False),
        damaged_json([CLAIMS]).map(
            lambda claims: json.dumps({**TOKEN, "id_token": _token_of(claims)}).encode()
        ),
    ),
    "playvox": ("playvox", doors.playvox_door, damaged_json([FOUND, ACCOUNT])),
    "headers": (
        "headers",
        doors.header_door,
        damaged_text(["Wed, 21 Oct 2026 07:28:00 GMT", "120", "Wednesday, 21-Oct-26 07:28:00 -0000"]),
    ),
}  # fmt: skip


def _token_of(claims: bytes) -> str:
    try:
        return doors.id_token(json.loads(claims))
    except (ValueError, RecursionError):
        return claims.decode("latin-1")


def come_through(door: Door, data: bytes) -> None:
    """Send the data through; a problem must have words."""
    try:
        door(data)
    except ProblemError as error:
        problem = error.problem
    else:
        return
    assert problem.code in known_codes(), problem.code
    assert explain(problem).what


@pytest.mark.parametrize("name", DOORS)
def test_what_was_kept_comes_through(name: str) -> None:
    folder, door, _damages = DOORS[name]
    for data in _kept(folder):
        come_through(door, data)


@pytest.mark.parametrize("name", DOORS)
def test_what_is_damaged_comes_through(name: str) -> None:
    _folder, door, damages = DOORS[name]

    @settings(max_examples=EXAMPLES, derandomize=True, database=None, deadline=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(damages)
    def check(data: bytes) -> None:
        come_through(door, data)

    check()


def test_every_door_has_a_corpus() -> None:
    assert {folder for folder, _door, _damages in DOORS.values()} == {
        path.name for path in CORPUS.iterdir()
    }
    assert all(_kept(path.name) for path in CORPUS.iterdir())
    assert all(Path(path).stat().st_size < 200_000 for path in CORPUS.rglob("*"))
