"""Every dialog in a long language at 200 % text, and in one that is written from right to left.

Nothing is in no language but English, cut off, on top of something else, or beyond the smallest window.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QFileDialog, QWidget

from tests.ui.dialogs import OPENINGS, QTS_OWN, classes, made_of_qt, preview, qts_texts
from tests.ui.readable import beyond, overlapping, shortened, unmarked
from tests.ui.seen import PAGES, cut_off, let_layout_finish, opened
from tests.ui.stage import ANA, BO
from tests.ui.walk import strings
from wizard.messages.language import LANGUAGES, is_pseudo
from wizard.ui.pages.base.commit import Commit
from wizard.ui.session.languages import speak
from wizard.ui.shell.window import MainWindow
from wizard.ui.widgets.button import Button
from wizard.ui.widgets.change_preview_dialog import ChangePreviewDialog

SAME = ("OK", "&No", "*")
"""Words that are not English alone."""
FROM_OUTSIDE = (
    ANA.name,
    BO.name,
    "AppRoleAssignment.ReadWrite.All",
    "https://acme.playvox.com/scim/v1 → https://b.playvox.com/scim/v1",
    "/home/alex/.local/share/playvox-provisioning",
    "steps.json",
    "Support Alumni",
    *LANGUAGES.values(),
)


def test_every_dialog_of_the_program_is_looked_at() -> None:
    assert {kind for kind, _opening in OPENINGS.values()} - {QFileDialog} == classes()


def test_qts_own_dialogs_are_made_in_one_place() -> None:
    assert made_of_qt() == {"QFileDialog": {"save_dialog"}}
    assert "QMessageBox" in QTS_OWN


@pytest.fixture
def asked_in(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    yield request.param
    speak(qapp, "en")


@pytest.mark.parametrize("asked_in", ["es", "pt-BR"], indirect=True)
def test_qts_own_texts_are_translated(asked_in: str, window: MainWindow, qapp: QApplication) -> None:
    english = qts_texts(window)
    assert len(english) > 60
    speak(qapp, asked_in)
    there = qts_texts(window)
    same = sorted({text for name, text in english.items() if text == there[name] and text not in SAME})
    assert same == []


@pytest.mark.parametrize("setting", ["long and large", "mirrored"], indirect=True)
def test_every_dialog_can_be_read(window: MainWindow) -> None:
    plan = window.page("turn_on").step
    assert plan is not None
    rows = plan.view.plan.rows.window(0, 99, "", "", descending=False)
    known = (*FROM_OUTSIDE, *strings(plan.view), *strings(rows))
    wrong = {}
    for name, (kind, opening) in OPENINGS.items():
        dialog = opening(window)
        assert isinstance(dialog, kind)
        dialog.show()
        let_layout_finish(dialog)
        found = _wrong(dialog, window, known)
        if found:
            wrong[name] = found
        dialog.close()
    assert wrong == {}


def _wrong(dialog: QDialog, window: MainWindow, known: tuple[str, ...]) -> list[str]:
    found = cut_off(dialog) + overlapping(dialog)
    if isinstance(dialog, QFileDialog):  # Qt's own: its texts are those of Qt's catalogs
        return found
    found += shortened(dialog) + beyond(dialog, window)
    if is_pseudo():
        found += unmarked(dialog, known)
    if window.isRightToLeft():
        found += _on_the_left(dialog)
    return found


def _on_the_left(dialog: QDialog) -> list[str]:
    """The main button ends the row of buttons, which begins at the right."""
    mains = [each for each in dialog.findChildren(QAbstractButton) if _is_main(each)]
    return [
        f"{each.objectName()} is on the right"
        for each in mains
        if each.mapTo(dialog, each.rect().center()).x() > dialog.width() / 2
    ]


def _is_main(button: QAbstractButton) -> bool:
    return isinstance(button, Button) and button.isVisible() and button.isDefault()


@pytest.mark.parametrize("setting", ["long and large"], indirect=True)
def test_the_buttons_of_every_commit_fit_in_their_dialog(window: MainWindow) -> None:
    wrong, seen = {}, set()
    effect = preview(window)
    for page in PAGES:
        shown = opened(window, page)
        for commit in shown.commits():  # type: ignore[attr-defined]
            assert isinstance(commit, Commit)
            seen.add(commit.name)
            dialog = ChangePreviewDialog(
                commit.title or commit.text, effect, commit.text, window, destructive=commit.destructive
            )
            dialog.show()
            let_layout_finish(dialog)
            if found := cut_off(dialog) + beyond(dialog, window):
                wrong[commit.name] = found
            dialog.close()
    assert len(seen) > 8
    assert wrong == {}


def test_an_unmarked_text_a_cut_and_an_overlap_are_noticed(window: MainWindow) -> None:
    dialog = OPENINGS["crash"][1](window)
    dialog.show()
    let_layout_finish(dialog)
    assert "QPushButton" not in str(cut_off(dialog) + overlapping(dialog))
    assert any("crash" in each for each in unmarked(dialog, ())), "in English nothing is marked"
    buttons = [each for each in dialog.findChildren(QAbstractButton) if each.isVisible()]
    buttons[0].move(buttons[1].pos())
    assert len(overlapping(dialog)) == 1
    dialog.resize(window.width() + 1, 300)
    assert len(beyond(dialog, window)) == 1
    dialog.close()
    assert isinstance(dialog, QWidget)
