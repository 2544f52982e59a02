"""One reading fails, and the answer says what is unknown: nothing looks empty, zero or good instead."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

import pytest

from tests.cli.conftest import Ran
from tests.cli.each_reading import World, readings, try_one, world
from tests.cli.one_reading import FAULTS
from tests.connection.lab.authority import Authority

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
_SIGNING_IN = (
    "GET /organization",
    "GET /me/transitiveMemberOf",
    "GET /subscribedSkus",
)
"""Every subcommand reads these; `status` alone is about them."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, lab: Authority) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("readings"), lab) as made:
        yield made


def spoiled(whole: World, name: str, reading: str, fault: str) -> tuple[dict[str, Any], int]:
    """The answer of a subcommand for which one reading, known by its beginning, fails in this way."""
    right, found = readings(whole, name)
    wanted = next(each for each in found if each.startswith(reading))
    ran, wrong = try_one(whole, name, right, wanted, fault)
    assert wrong == [], ran.err
    return ran.json, ran.code


@pytest.mark.parametrize("fault", ["403", "an empty object"])
def test_an_unread_name_of_the_tenant_is_no_missing_role(whole: World, fault: str) -> None:
    answer, code = spoiled(whole, "status", "GET /organization", fault)
    assert (code, answer["reasons"]) == (0, [])
    assert [each["part"] for each in answer["unknown"]] == ["tenant"]
    assert answer["unknown"][0]["because"]


def test_an_unread_role_is_named(whole: World) -> None:
    answer, _code = spoiled(whole, "status", "GET /me/transitiveMemberOf", "403")
    assert [each["part"] for each in answer["unknown"]] == ["role"]
    assert all(each["because"] for each in answer["unknown"])


def test_an_unread_job_has_not_failed_to_reach_playvox(whole: World) -> None:
    answer, _code = spoiled(whole, "report", "GET /servicePrincipals/{}/synchronization/jobs", "empty body")
    states = {part["name"]: part["state"] for part in answer["parts"]}
    assert states["Connection"] == states["Job"] == "unknown"
    facts = [*answer["configured"], *answer["scope"]]
    assert [each for each in facts if not each["value"] and not each["note"]] == []
    assert (answer["mappings"], answer["tests"]) == (None, None), "unread, which is not none"
    assert [each["code"] for each in answer["issues"]] == ["unreadable"] * len(answer["issues"])


def test_a_report_without_anything_is_no_success(whole: World) -> None:
    jobs = "GET /servicePrincipals/{}/synchronization/jobs"
    answer, code = spoiled(whole, "report", jobs, "an error with 200")
    assert (code, [each["broken"] for each in answer["issues"]]) == (1, [True])


def test_what_is_unread_is_not_called_broken(whole: World) -> None:
    jobs = "GET /servicePrincipals/{}/synchronization/jobs"
    answer, code = spoiled(whole, "watch", jobs, "an error with 200")
    assert (code, answer["problem"]["code"]) == (2, "provisioning_unread")


@pytest.mark.parametrize("name", ["status", "why", "plan", "logs", "key show", "people list", "test"])
def test_a_failed_reading_is_named(whole: World, name: str) -> None:
    """The first fault of each reading is another one in each subcommand, and always the same."""
    right, found = readings(whole, name)
    cases = [each for each in found if name == "status" or not each.startswith(_SIGNING_IN)]
    faults = list(FAULTS)
    first = zlib.crc32(name.encode())
    bad: dict[str, tuple[list[str], Ran]] = {}
    for number, reading in enumerate(cases[first % 3 :: 1 + len(cases) // 4]):
        fault = faults[(first + 5 * number) % len(faults)]
        ran, wrong = try_one(whole, name, right, reading, fault)
        if wrong:
            bad[f"{reading}, {fault}"] = wrong, ran
    assert bad == {}
