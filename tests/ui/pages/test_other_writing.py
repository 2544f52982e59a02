"""Other directions of writing and longer texts than any language has: every page in one window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.stage import staged_window
from tests.ui.walk import defects, unmarked
from wizard.messages import current_language, use_language
from wizard.ui.appearance.icons import icon
from wizard.ui.shell.window import MainWindow


@pytest.fixture
def right_to_left(qapp: QApplication) -> Iterator[None]:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.fixture
def mirrored(right_to_left: None, qtbot: QtBot) -> Iterator[MainWindow]:
    with staged_window(qtbot) as made:
        yield made


def test_every_page_is_mirrored(mirrored: MainWindow) -> None:
    assert defects(mirrored) == {}


@pytest.fixture
def long_and_large(qapp: QApplication, qtbot: QtBot) -> Iterator[MainWindow]:
    language, font = current_language(), qapp.font()
    use_language("x-pseudo")
    large = QFont(font)
    large.setPointSizeF(font.pointSizeF() * 2)
    qapp.setFont(large)
    with staged_window(qtbot) as made:
        yield made
    qapp.setFont(font)
    use_language(language)


def test_long_texts_fit_at_twice_the_size(long_and_large: MainWindow) -> None:
    assert defects(long_and_large) == {}
    long_and_large.header.help_button.set_label("Assistance")
    assert unmarked(long_and_large) == ["not marked: Assistance"], "such a text would be noticed"


def drawn(name: str) -> QImage:
    """The icon alone, once as it is and once mirrored, for comparing."""
    made = icon(name).pixmap(QSize(48, 48), 1.0, QIcon.Mode.Normal, QIcon.State.Off).toImage()
    assert any(made.pixelColor(x, 24) != QColor(0, 0, 0, 0) for x in range(48)), "there is something"
    return made


@pytest.mark.parametrize(("name", "points"), [("back", True), ("next", True), ("chevron-right", True),
                                              ("save", False), ("play", False)])  # fmt: skip
def test_icons_point_along_the_line(name: str, points: bool, qapp: QApplication) -> None:
    usual = drawn(name)
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        expected = usual.flipped(Qt.Orientation.Horizontal) if points else usual
        assert _differing(drawn(name), expected) == 0
        assert _differing(usual, usual.flipped(Qt.Orientation.Horizontal)) > 0
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def _differing(one: QImage, other: QImage) -> int:
    """The number of pixels that differ by more than smoothing."""
    return sum(
        abs(one.pixelColor(x, y).alpha() - other.pixelColor(x, y).alpha()) > 128
        for x in range(one.width())
        for y in range(one.height())
    )
