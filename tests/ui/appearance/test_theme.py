"""Every text is readable in every theme, and nothing keeps the colors of the previous theme."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.seen import PAGES, let_layout_finish, opened
from tests.ui.stage import staged_window
from wizard.problem import Problem
from wizard.reports import Bundle, BundleFile
from wizard.steps.base.change_preview import ChangePreview, PlannedChange, ScopeNeed
from wizard.steps.base.people_impact import PeopleImpact
from wizard.ui.appearance.style import FluentStyle
from wizard.ui.appearance.theme import (
    Tone,
    is_dark,
    is_high_contrast,
    palette,
    secondary_text,
    status_color,
    status_tint,
)
from wizard.ui.session.program_facts import ProgramFacts
from wizard.ui.shell.crash_dialog import CrashDialog
from wizard.ui.shell.guide import GuideDialog
from wizard.ui.shell.settings_dialog import SettingsDialog
from wizard.ui.shell.window import MainWindow
from wizard.ui.tour.legibility import PaintedText, faint_texts, measured_contrast, painted_texts
from wizard.ui.widgets.bundle_dialog import BundleDialog
from wizard.ui.widgets.change_preview_dialog import ChangePreviewDialog
from wizard.ui.widgets.sign import Sign
from wizard.updates.checking import Updates

_Role = QPalette.ColorRole
THEMES = {
    "light": {"dark": False},
    "dark": {"dark": True},
    "contrast on black": {"dark": True, "high_contrast": True},
    "contrast on white": {"dark": False, "high_contrast": True},
}
TEXT = 4.5  # WCAG 2.2, 1.4.3: text against its background
SIGN = 3.0  # WCAG 2.2, 1.4.11: controls and their states


def luminance(color: QColor) -> float:
    """Relative luminance as WCAG defines it, 0 to 1."""

    def channel(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = channel(color.redF()), channel(color.greenF()), channel(color.blueF())
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """WCAG's contrast ratio, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(params=THEMES)
def colors(request: pytest.FixtureRequest, qapp: QApplication) -> QPalette:
    return palette(**THEMES[request.param])


def test_contrast_is_measured_right() -> None:
    assert contrast(QColor("#000000"), QColor("#ffffff")) == pytest.approx(21, abs=0.01)
    assert contrast(QColor("#777777"), QColor("#ffffff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        (_Role.WindowText, _Role.Window),
        (_Role.WindowText, _Role.Base),
        (_Role.Text, _Role.Base),
        (_Role.Text, _Role.AlternateBase),
        (_Role.PlaceholderText, _Role.Base),
        (_Role.ButtonText, _Role.Button),
        (_Role.HighlightedText, _Role.Highlight),
        (_Role.Link, _Role.Window),
        (_Role.Link, _Role.Base),
        (_Role.LinkVisited, _Role.Base),
        (_Role.ToolTipText, _Role.ToolTipBase),
    ],
)
def test_text_stands_out(colors: QPalette, text: QPalette.ColorRole, ground: QPalette.ColorRole) -> None:
    assert contrast(colors.color(text), colors.color(ground)) >= TEXT


@pytest.mark.parametrize("status", Tone)
def test_states_stand_out_on_every_surface(colors: QPalette, status: Tone) -> None:
    for ground in (
        colors.color(_Role.Window),
        colors.color(_Role.Base),
        status_tint(colors, status),
    ):
        assert contrast(status_color(colors, status), ground) >= TEXT
        assert contrast(colors.color(_Role.WindowText), ground) >= TEXT


def test_captions_and_outlines_stand_out(colors: QPalette) -> None:
    for ground in (_Role.Window, _Role.Base):
        assert contrast(secondary_text(colors), colors.color(ground)) >= TEXT
        assert contrast(colors.color(_Role.Accent), colors.color(ground)) >= SIGN
    assert contrast(colors.color(_Role.Dark), colors.color(_Role.Base)) >= SIGN


def test_the_strongest_contrast_is_known_by_its_palette(qapp: QApplication) -> None:
    known = {name: is_high_contrast(palette(**how)) for name, how in THEMES.items()}
    assert known == {name: "contrast" in name for name in THEMES}


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    """The application in the program's own look; restored afterwards."""
    style, before = qapp.style().objectName(), qapp.palette()
    qapp.setStyle(FluentStyle())
    yield qapp
    qapp.setStyle(style)
    qapp.setPalette(before)


@pytest.fixture
def window(dressed: QApplication, qtbot: QtBot) -> Iterator[MainWindow]:
    with staged_window(qtbot) as made:
        yield made


@pytest.mark.parametrize("kind", [QLabel, QPushButton])
def test_a_pale_text_is_noticed(
    dressed: QApplication, qtbot: QtBot, kind: type[QLabel] | type[QPushButton]
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    text = kind("HEM 188", page)
    text.resize(120, 40)
    for ink, wrong in (("#767676", 0), ("#808080", 1)):
        colors = palette(dark=False)
        for role in (_Role.Window, _Role.Base, _Role.Button):
            colors.setColor(role, QColor("#ffffff"))
        for role in (_Role.WindowText, _Role.ButtonText):
            colors.setColor(role, QColor(ink))
        text.setPalette(colors)
        page.setPalette(colors)
        page.show()
        assert len(faint_in(page)) == wrong, ink


@pytest.mark.timeout(300)
def test_every_page_is_readable_in_every_theme(window: MainWindow) -> None:
    """The same widgets go through all themes, so anything drawn and kept in old colors is found."""
    faint: dict[str, list[str]] = {}
    for name, how in (*THEMES.items(), ("light again", THEMES["light"])):
        QApplication.setPalette(palette(**how))
        for page in PAGES:
            shown = opened(window, page)
            inner = window.scroll_area(page).viewport()
            window.resize(window.width(), window.height() + shown.height() - inner.height())  # all of it
            let_layout_finish(window.scroll_area(page))
            if found := faint_in(window):
                faint[f"{name}, {page}"] = found
            window.resize(1024, 720)
        assert is_dark(window.palette()) == how["dark"]
    assert faint == {}


def faint_in(shown: QWidget) -> list[str]:
    """Texts below 4.5:1 and signs below 3:1 in one picture of all of it."""
    image = shown.grab().toImage()
    signs = [
        PaintedText(each.objectName() or "a sign", QRect(each.mapTo(shown, QPoint(0, 0)), each.size()))
        for each in shown.findChildren(Sign)
        if each.isVisible() and each.isEnabled()
    ]
    pale = [each.text for each in signs if (measured_contrast(image, each.place) or SIGN) < SIGN * 0.95]
    return faint_texts(image, painted_texts(shown)) + pale


def test_every_dialog_is_readable_in_every_theme(window: MainWindow) -> None:
    effect = ChangePreview(
        (PlannedChange("+", "Ana"), PlannedChange("~", "Key", "from → to"), PlannedChange("-", "Bo")),
        consents=(ScopeNeed("Application.Read.All", "to find the application"),),
        access=(lambda request: request,),
    )
    bundle = Bundle((BundleFile("a.json", "What is in it.", "{}"),))
    facts = ProgramFacts(
        data_folder="/data",
        proxy="No proxy is used.",
        busy=True,
        logs="Kept for 30 days.",
        updates=Updates(on=False, state="not_checked", why="off"),
    )
    dialogs: tuple[QDialog, ...] = (
        ChangePreviewDialog("Save", effect, "Save", window),
        ChangePreviewDialog("Stop", effect, "Stop", window, destructive=True),
        SettingsDialog(facts, "", window),
        GuideDialog(window),
        BundleDialog(bundle, window),
        CrashDialog("LookupError", window),
    )
    faint = {}
    for name, how in THEMES.items():
        QApplication.setPalette(palette(**how))
        for dialog in dialogs:
            if isinstance(dialog, ChangePreviewDialog):
                dialog.show_impact(PeopleImpact(problem=Problem("impact_failed")))
            dialog.resize(760, 1400)
            dialog.show()
            let_layout_finish(dialog)
            if found := faint_in(dialog):
                faint[f"{name}, {dialog.objectName()}"] = found
            dialog.hide()
    for dialog in dialogs:
        dialog.deleteLater()
    assert faint == {}
