"""A filled overview, for drawing its page without any server."""

from __future__ import annotations

from datetime import datetime

from wizard.steps.base.person_row import PersonRow
from wizard.steps.base.quarantine import QuarantineView
from wizard.steps.base.saved_keys import SavedKey
from wizard.steps.base.stages import StageRow, StageState
from wizard.steps.on_demand.view import OnDemandListView, OnDemandRow, PlannedRow, UnfinishedRun
from wizard.steps.overview.view import (
    CardState,
    Chart,
    ChartBar,
    Health,
    OverviewCard,
    OverviewView,
    PeopleCount,
)
from wizard.steps.recover.replay import Replay
from wizard.steps.recover.view import RecoverView
from wizard.steps.relink.view import RelinkView
from wizard.steps.rotate.view import RotateView, UnfinishedRotation


def overview(now: datetime) -> OverviewView:
    """A setup in quarantine, with a card in each state."""

    def card(name: str, state: CardState, page: str) -> OverviewCard:
        return OverviewCard(
            name,
            name.capitalize(),
            state,
            "A sentence that says how this part of the setup is doing, and where that is seen.",
            "More about it, such as the Tenant URL https://acme.playvox.com/scim/v1.",
            now,
            now,
            page,
        )

    return OverviewView(
        existing=True,
        known=True,
        health=Health.BROKEN,
        sentence="Provisioning has been in quarantine since 2026-11-03 09:30 UTC because Playvox "
        "rejects the key.",
        people_sentence="3 of 214 people in scope are missing in Playvox.",
        cards=(
            card("quarantine", CardState.BROKEN, "recover"),
            card("key", CardState.ATTENTION, "key"),
            card("connection", CardState.UNREAD, "connection"),
            card("job", CardState.GOOD, "monitor"),
            card("people", CardState.NONE, "turn_on"),
        ),
        quarantine=None,
        people=PeopleCount(estimate=4312),
        read=now,
        stale=True,
        busy="",
        problem=None,
        charts=(
            Chart(
                "results",
                "Results per cycle",
                "Newest 2 cycles in the log. Results: 46. Cycles with failures: 1.",
                (
                    ChartBar("2026-11-03 10:30 UTC", 12, "12 results, 2 of them failed", True),
                    ChartBar("2026-11-03 09:50 UTC", 34, "34 results, 0 of them failed"),
                ),
            ),
            Chart("durations", "Time from the first to the last result of a cycle", "Not read yet."),
        ),
    )


def recovering(now: datetime) -> RecoverView:
    """A recovery with a stage in each state."""
    return RecoverView(
        has_job=True,
        known=True,
        quarantine=QuarantineView(
            "Playvox does not accept the key.",
            "401 Unauthorized",
            ("Save a valid key under “Connection”.",),
            now,
            now,
            now,
            "key_rejected",
            "Provisioning has been in quarantine since then because Playvox rejects the key.",
            401,
            3,
        ),
        possible=True,
        asks_key=True,
        pending="7q4k-22mx",
        field_problem=None,
        stages=tuple(
            StageRow(state.value, f"A part of the way out that is {state.value}", state, "What it showed.")
            for state in StageState
        ),
        recovered=False,
        replay=Replay(
            at=now,
            request="GET https://acme.playvox.com/scim/v1/Users?filter=userName+eq+%22nobody%22",
            microsoft_works=False,
            microsoft="Microsoft's service still cannot connect with the saved key: 401 Unauthorized",
            here_works=None,
            here="The Playvox key is needed here.",
            answer="",
        ),
        busy="",
        problem=None,
    )


def rotating(now: datetime) -> RotateView:
    """A change of the key that was interrupted, with a part in each state."""
    saved = SavedKey("7q4k-22mx", now, "alex.admin@contoso.example")
    return RotateView(
        saved_mark=saved.mark,
        saved=saved,
        age=214,
        keys=(SavedKey("zzk4-jcv5", now, "陳小明@contoso.example", certain=False), saved),
        pending="zzk4-jcv5",
        field_problem=None,
        person=PersonRow("1", "Ana Żółć-Müller", "ana.mueller@contoso.example"),
        unfinished=UnfinishedRotation("zzk4-jcv5", saved.mark, now, saved.account, True, False),
        stages=tuple(
            StageRow(state.value, f"A part of the change that is {state.value}", state, "What it showed.")
            for state in StageState
        ),
        finished=False,
        practice_key=True,
        busy="",
        problem=None,
    )


def provisioning(one: PersonRow, other: PersonRow, now: datetime) -> OnDemandListView:
    """A list with a result, somebody who waits, names that are nobody's, and an interruption."""
    sentence = "A new account would be created, with the values that the mapping gives for this person."
    return OnDemandListView(
        people=(one, other),
        not_found=("nobody@contoso.example", "陳小明"),
        planned=(PlannedRow(other, "create", True, sentence, ()),),
        results=(OnDemandRow(one, True, "success", "create", "An account was created for this person."),),
        unfinished=UnfinishedRun(now, "alex.admin@contoso.example", 2, 1),
        busy="",
        problem=None,
    )


def relinking(one: PersonRow, now: datetime) -> RelinkView:
    """A change of a link that was interrupted, with a part in each state."""
    return RelinkView(
        person=one,
        account_before="0b5c1a3e-5f57-4b0e-9c1e-2f3d8a1c77aa",
        account="",
        stages=tuple(
            StageRow(state.value, f"A part of the change that is {state.value}", state, "What it showed.")
            for state in StageState
        ),
        unfinished=one,
        began=now,
        began_by="alex.admin@contoso.example",
        finished=False,
        busy="",
        problem=None,
    )
