"""Every text is readable in every theme, and nothing keeps the colors of the previous theme."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.seen import let_layout_finish
from tests.ui.stage import staged_window, views
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
from wizard.ui.shell.rail import RailItem
from wizard.ui.shell.window import MainWindow
from wizard.ui.widgets.sign import Sign

_Role = QPalette.ColorRole
THEMES = {
    "light": {"dark": False},
    "dark": {"dark": True},
    "contrast on black": {"dark": True, "high_contrast": True},
    "contrast on white": {"dark": False, "high_contrast": True},
}
TEXT = 4.5  # WCAG 2.2, 1.4.3: text against its background
_OUTLINE = 3  # logical pixels
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


def ink_and_ground(widget: QWidget) -> tuple[QColor, QColor]:
    """The most frequent color of a widget's picture, and the one with the highest contrast to it.

    The outline of a button is not its label.
    """
    inner = widget.rect()
    if isinstance(widget, QAbstractButton):
        inner = inner.adjusted(_OUTLINE, _OUTLINE, -_OUTLINE, -_OUTLINE)
    image = widget.grab(inner).toImage().convertToFormat(QImage.Format.Format_RGB32)
    counts: dict[int, int] = {}
    for y in range(image.height()):
        for x in range(image.width()):
            pixel = image.pixel(x, y)
            counts[pixel] = counts.get(pixel, 0) + 1
    ground = QColor.fromRgb(max(counts, key=counts.__getitem__))
    ink = max((QColor.fromRgb(pixel) for pixel in counts), key=lambda color: contrast(color, ground))
    return ink, ground


def hard_to_read(page: QWidget) -> list[str]:
    found = []
    for widget in page.findChildren(QWidget):
        if (
            not widget.isVisibleTo(page)
            or not widget.isEnabled()
            or min(widget.width(), widget.height()) < 8
        ):
            continue
        shows = (
            (isinstance(widget, QLabel) and bool(widget.text().strip()))
            or (isinstance(widget, QAbstractButton) and bool(widget.text().strip()))
            or isinstance(widget, Sign | RailItem)
        )
        if not shows or widget.width() * widget.height() > 90_000:
            continue
        ink, ground = ink_and_ground(widget)
        needed = SIGN if isinstance(widget, Sign) else TEXT
        if contrast(ink, ground) < needed:
            found.append(f"{widget.objectName() or widget!r}: {ink.name()} on {ground.name()}")
    return found


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
        assert len(hard_to_read(page)) == wrong, ink


@pytest.mark.parametrize("step", tuple(views()))
def test_a_page_follows_a_change_of_theme(window: MainWindow, step: str) -> None:
    """The same widgets go through all themes, so anything drawn and kept in old colors is found."""
    window.go_to(step)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    for how in (*THEMES.values(), THEMES["light"]):
        app.setPalette(palette(**how))
        let_layout_finish(window)
        assert hard_to_read(window) == []  # rail, header and command bar too
        assert is_dark(window.palette()) == how["dark"]
