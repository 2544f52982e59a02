"""What is worth an alert, from a view that is changed one fact at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from wizard.steps.base.quarantine import QuarantineView
from wizard.steps.overview.alerts import AlertLimits, alerts_of, health_of
from wizard.steps.overview.view import (
    CardState,
    Health,
    OverviewCard,
    OverviewView,
    PeopleCount,
)

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
PARTS = ("quarantine", "key", "connection", "job", "cycles", "people", "logs")
WELL = OverviewView(
    existing=True,
    known=True,
    health=Health.OK,
    sentence="It works.",
    people_sentence="Nobody is missing.",
    cards=tuple(OverviewCard(each, each, CardState.GOOD, f"{each} sentence") for each in PARTS),
    quarantine=None,
    people=PeopleCount(10, 0, True, NOW),
    read=NOW,
    stale=False,
    busy="",
    problem=None,
    logged=100,
    failed=10,
    key_saved_at=NOW - timedelta(days=365),
)
QUARANTINE = QuarantineView("cause", "", (), NOW, NOW, NOW, code="key_rejected", sentence="In quarantine.")


def _card(name: str, state: CardState, *, permitted: bool = True) -> dict[str, Any]:
    cards = tuple(
        replace(card, state=state, permitted=permitted) if card.id == name else card for card in WELL.cards
    )
    return {"cards": cards}


@pytest.mark.parametrize(
    ("changed", "codes", "health"),
    [
        ({}, [], Health.OK),
        ({"known": False}, ["unreadable"], Health.BROKEN),
        ({"stale": True, "problem_sentence": "No answer."}, ["unreadable"], Health.BROKEN),
        ({"existing": False}, ["no_job"], Health.ATTENTION),
        ({"quarantine": QUARANTINE, **_card("cycles", CardState.BROKEN)}, ["quarantine"], Health.BROKEN),
        (_card("cycles", CardState.BROKEN), ["cycle_failed"], Health.BROKEN),
        ({"silent_since": NOW, **_card("cycles", CardState.ATTENTION)}, ["silent"], Health.BROKEN),
        (_card("job", CardState.ATTENTION), ["off"], Health.ATTENTION),
        ({"failed": 11}, ["failures"], Health.ATTENTION),
        ({"logged": 0, "failed": 0}, [], Health.OK),
        ({"people": PeopleCount(10, 2, True, NOW)}, ["missing"], Health.ATTENTION),
        ({"people": PeopleCount(0, 0, True, NOW)}, ["nobody_in_scope"], Health.ATTENTION),
        ({"key_saved_at": NOW - timedelta(days=366)}, ["key_age"], Health.ATTENTION),
        ({"key_saved_at": None}, [], Health.OK),
        (_card("logs", CardState.UNREAD), ["unreadable"], Health.ATTENTION),
        (_card("logs", CardState.UNREAD, permitted=False), [], Health.OK),
        ({"people": PeopleCount(estimate=9000), **_card("people", CardState.UNREAD)}, [], Health.OK),
        ({"failed": 50, "quarantine": QUARANTINE}, ["quarantine", "failures"], Health.BROKEN),
    ],
)
def test_each_fact_gives_its_alert(changed: dict[str, Any], codes: list[str], health: Health) -> None:
    alerts = alerts_of(replace(WELL, **changed), AlertLimits(), NOW)
    assert ([alert.code for alert in alerts], health_of(alerts)) == (codes, health)
    assert all(alert.sentence for alert in alerts)


def test_the_limits_are_those_of_the_caller() -> None:
    strict = AlertLimits(failures=0.05, key_age=timedelta(days=30))
    assert {alert.code for alert in alerts_of(WELL, strict, NOW)} == {"failures", "key_age"}
