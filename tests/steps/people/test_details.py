"""Details of a long list are read bit by bit; what was not read is said, never taken for "no warnings"."""

from __future__ import annotations

import pytest

from tests.steps.conftest import MakeAssistant, enter
from wizard.entra.assignments import Assignment
from wizard.practice import Practice
from wizard.steps.people import step as people_step
from wizard.steps.people.rows import assigned_row

_UNREAD = "Details are not read yet."


async def test_assignments_without_details_say_so_until_they_are_read(
    practice: Practice, make_assistant: MakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_step, "_DETAILED", 2)
    assistant = make_assistant()
    try:
        await enter(assistant)
        await assistant.application.refresh()
        await assistant.application.add("Playvox")
        people = [
            user["id"] for user in practice.tenant.store.users() if user["accountEnabled"] is False
        ] + [user["id"] for user in practice.tenant.store.users() if user["accountEnabled"] is not False]
        await assistant.people.assign(people[:5])
        await assistant.people.search("")
        assistant.people._details = {}  # as after a start of the program
        await assistant.people.refresh()
        view = assistant.people.view
        assert view.unread == 3
        assert sum(_UNREAD in row.warnings for row in view.assigned) == 3
        assert sum(bool(row.detail) for row in view.assigned) == 2
        await assistant.people.read_details()
        view = assistant.people.view
        assert view.unread == 0
        assert all(row.detail and _UNREAD not in row.warnings for row in view.assigned)
        assert any("Disabled in Entra" in text for row in view.assigned for text in row.warnings)
    finally:
        await assistant.close()


@pytest.mark.parametrize(
    ("kind", "asked", "expected"),
    [
        ("User", False, (_UNREAD,)),
        ("group", False, (_UNREAD,)),
        ("User", True, ("Details could not be read.",)),
        ("ServicePrincipal", False, ()),
    ],
)
def test_a_row_without_details(kind: str, asked: bool, expected: tuple[str, ...]) -> None:
    row = Assignment(id="a", principal_id="p", app_role_id="r", principal_type=kind)
    assert assigned_row(row, None, None, None, asked=asked).warnings == expected
