"""`why` names the right first broken link in 200 planted combinations; the service is the judge."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from tests.plan.lab import PlanLab
from tests.plan.planted import assign, combinations, plant, truth
from wizard.entra import limits
from wizard.plan.why import Why
from wizard.plan.why_reading import explain_person
from wizard.practice.graph import throttle

MAPPINGS = (("", "fails", "fails_elsewhere"), ("", "no_value"))


async def explained(lab: PlanLab, names: list[str]) -> dict[str, Why]:
    request = await lab.request()
    gate = asyncio.Semaphore(8)
    found: dict[str, Why] = {}

    async with lab.playvox() as playvox:

        async def ask(name: str) -> None:
            async with gate:
                found[name] = await explain_person(lab.graph, playvox, request, lab.user(name)["id"])

        await asyncio.gather(*(ask(name) for name in names))
    return found


def test_there_are_at_least_200_combinations() -> None:
    assert sum(1 for mappings in MAPPINGS for _each in combinations(*mappings)) >= 200


@pytest.mark.parametrize("mappings", MAPPINGS, ids=["expressions", "empty values"])
async def test_the_first_broken_link_of_every_combination(
    lab: PlanLab, mappings: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "LIMIT", 10_000)  # Graph's limit would make this last for minutes
    monkeypatch.setattr(limits, "family", lambda _path: None)
    people = list(combinations(*mappings))
    plant(lab, people, with_empty="no_value" in mappings)
    assign(lab, people, "done")
    await lab.cycle()
    assign(lab, people, "refused")
    lab.tenant.faults.switch("playvox-create-refused", on=True)
    await lab.cycle()
    lab.tenant.faults.switch("playvox-create-refused", on=False)
    seen = truth(lab)
    assign(lab, people, "late")

    answers = await explained(lab, [each.name for each in people])

    await lab.cycle()  # tells what else is in the way of those who were assigned late
    afterwards = truth(lab)
    wrong = []
    named: Counter[str | None] = Counter()
    for each in people:
        identifier = lab.user(each.name)["id"]
        if each.entitled == "unassigned":
            expected: str | None = "assigned"
        elif each.when == "late":
            expected = afterwards[identifier] or "sent"
        else:
            expected = seen[identifier]
        why = answers[each.name]
        link = why.broken.name if why.broken is not None else None
        named[link] += 1
        if link != expected or why.unknown is not None:
            wrong.append(f"{each}: {link} instead of {expected}; unknown: {why.unknown}")
    assert not wrong, "\n".join(wrong[:20])
    assert len(named) == 9  # every link, and nothing broken
