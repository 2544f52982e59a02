"""Search for the right path: only on the confirmed host, only reading, with a limited number of
requests.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.connection.lab.authority import Authority
from tests.connection.lab.fault import KEY, Fault
from tests.connection.lab.server import Answering, Seen, answer, serving
from wizard.connection import PathSearch, find_path
from wizard.connection.path_finder import LIKELY
from wizard.connection.requests import MAX_REQUESTS

NOT_FOUND = answer(b'{"message":"no such route"}', "404 Not Found", "application/json")
REFUSED = answer(b'{"status":"401","detail":"key"}', "401 Unauthorized")


def only_at(path: str, found: bytes, elsewhere: bytes = NOT_FOUND) -> Answering:
    return lambda seen: found if seen.path == f"{path}/Users" else elsewhere


async def search(
    lab: Authority, answering: Answering, typed: str = "/scim/v9", loopback: bool = True
) -> tuple[PathSearch, list[Seen]]:
    fault = Fault(
        "x", None, None, "", answering, url=f"https://localhost:{{port}}{typed}", loopback=loopback
    )
    async with fault.standing(lab) as (running, target, network):
        return await find_path(target, network), running.requests


@pytest.mark.parametrize("path", LIKELY)
async def test_every_likely_path_is_found(lab: Authority, path: str) -> None:
    found, requests = await search(lab, only_at(path, answer()))
    assert found.certain
    assert found.url.endswith(path)
    assert found.explanation.what
    assert found.tried[0].path == "/scim/v9"
    assert found.tried[-1].path == path
    assert len(requests) == found.requests <= MAX_REQUESTS
    assert {each.method for each in requests} == {"GET"}
    assert {each.headers["authorization"] for each in requests} == {f"Bearer {KEY}"}
    assert all(each.query.startswith("filter=userName+eq+%22") for each in requests)


async def test_nothing_is_said_to_be_found_where_nothing_is(lab: Authority) -> None:
    found, requests = await search(lab, lambda _seen: NOT_FOUND)
    assert not found.url
    assert len(requests) == 1 + len(LIKELY) <= MAX_REQUESTS
    assert all(path in found.explanation.why for path in LIKELY)


async def test_a_search_that_finds_people_is_not_scim_as_needed(lab: Authority) -> None:
    everybody = answer(
        b'{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":7,"Resources":[]}'
    )
    found, _requests = await search(lab, only_at("/scim/v2", everybody))
    assert not found.certain


async def test_the_one_path_that_wants_another_key_is_likely(lab: Authority) -> None:
    found, _requests = await search(lab, only_at("/api/scim", REFUSED))
    assert not found.certain
    assert found.url.endswith("/api/scim")


async def test_refusals_everywhere_end_the_search_early(lab: Authority) -> None:
    found, requests = await search(lab, lambda _seen: REFUSED)
    assert not found.url
    assert len(requests) == 3


async def test_a_server_that_asks_for_a_pause_gets_no_more_requests(lab: Authority) -> None:
    found, requests = await search(lab, lambda _seen: answer(b"", "429 Too Many Requests"))
    assert not found.url
    assert len(requests) == 1


def _to(place: Callable[[Seen], str], found: bytes = NOT_FOUND) -> Answering:
    def answering(seen: Seen) -> bytes:
        if seen.path.startswith("/odd/place"):
            return found
        return answer(b"", "302 Found", headers=f"Location: {place(seen)}\r\n")

    return answering


async def test_a_redirect_on_the_same_host_is_a_hint(lab: Authority) -> None:
    found, requests = await search(lab, _to(lambda _seen: "/odd/place/Users?x=1", answer()))
    assert found.certain
    assert found.url.endswith("/odd/place")
    assert len(requests) == 2


async def test_a_redirect_elsewhere_is_not_followed(lab: Authority) -> None:
    async with serving(lambda _seen: answer(), lab.context()) as other:
        found, requests = await search(lab, _to(lambda _seen: f"https://localhost:{other.port}/odd/place"))
        assert other.requests == []
    assert not found.url
    assert len(requests) == 1 + len(LIKELY)


async def test_endless_redirects_stay_within_the_bound(lab: Authority) -> None:
    count = iter(range(1000))
    found, requests = await search(lab, _to(lambda _seen: f"/round/{next(count)}/Users"))
    assert len(requests) == found.requests == MAX_REQUESTS


async def test_an_echoed_key_is_not_shown(lab: Authority) -> None:
    found, _requests = await search(lab, _to(lambda seen: f"/{seen.headers['authorization'][7:]}/Users"))
    assert KEY not in found.explanation.why
    assert KEY not in str(found)


async def test_this_computers_own_address_stays_forbidden(lab: Authority) -> None:
    found, requests = await search(lab, lambda _seen: answer(), loopback=False)
    assert found.problem is not None
    assert requests == []


async def test_a_server_that_cannot_be_reached_is_named(lab: Authority) -> None:
    fault = Fault("x", None, None, "", url="https://nobody.test/scim/v1")
    async with fault.standing(lab) as (_running, target, network):
        found = await find_path(target, network)
    assert found.problem is not None
    assert found.problem.code == "path_search_blocked"
    assert found.explanation.why
