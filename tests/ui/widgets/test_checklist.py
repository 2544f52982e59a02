"""Lines that ask for nothing are folded, and come out when they change."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from wizard.ui.appearance.theme import Tone
from wizard.ui.widgets.checklist import CheckLine, Checklist

GOOD = CheckLine("tenant", "Tenant", "done", Tone.SUCCESS, "Good", "Contoso")
WRONG = CheckLine("role", "Role", "warning", Tone.WARNING, "Needs attention", "No role is active.")
ANSWERED = CheckLine("playvox", "Playvox", "done", Tone.SUCCESS, "Good", question=True, answer=True)


def seen(checklist: Checklist) -> list[str]:
    return [
        each.text()
        for each in checklist.findChildren(QLabel)
        if each.text() in ("Tenant", "Role", "Playvox") and each.isVisibleTo(checklist)
    ]


def test_good_lines_wait_behind_one_button(qtbot: QtBot) -> None:
    checklist = Checklist("list", "List", fold_good=True)
    qtbot.addWidget(checklist)
    checklist.set_lines([GOOD, WRONG, ANSWERED])
    assert sorted(seen(checklist)) == ["Playvox", "Role"], "an answer can be changed where it was given"
    assert checklist._fold is not None
    assert checklist._fold.button.text() == "1 check is good"
    checklist._fold.unfold()
    assert sorted(seen(checklist)) == ["Playvox", "Role", "Tenant"]
    assert [line.id for line in checklist.lines] == ["tenant", "role", "playvox"]


def test_a_line_that_is_no_longer_good_comes_out(qtbot: QtBot) -> None:
    checklist = Checklist("list", "List", fold_good=True)
    qtbot.addWidget(checklist)
    checklist.set_lines([GOOD, WRONG])
    checklist.set_lines([replace(GOOD, status=Tone.ERROR), replace(WRONG, status=Tone.SUCCESS)])
    assert seen(checklist) == ["Tenant"]


def test_without_folding_all_lines_are_seen(qtbot: QtBot) -> None:
    checklist = Checklist("list", "List")
    qtbot.addWidget(checklist)
    checklist.set_lines([GOOD, WRONG])
    assert sorted(seen(checklist)) == ["Role", "Tenant"]
