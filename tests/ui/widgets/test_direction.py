"""Addresses, expressions and JSON are written from left to right in a language that is not.

The judge is the picture: the ink of the same text is the same in both directions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QHeaderView, QWidget
from pytestqt.qtbot import QtBot

from wizard.messages.language import PSEUDO_RTL
from wizard.ui.appearance.theme import Tone
from wizard.ui.session.languages import speak
from wizard.ui.widgets.code_box import CodeBox
from wizard.ui.widgets.copy_field import CopyField
from wizard.ui.widgets.details_list import DetailsList, ListRow
from wizard.ui.widgets.expression_box import ExpressionBox
from wizard.ui.widgets.field import TextField
from wizard.ui.widgets.results_tree import ResultRow, ResultsTree
from wizard.ui.widgets.text import TextLabel

Ink = set[tuple[int, int]]
"""Dark pixels, counted from their left and top ends."""
Both = Callable[[Callable[[str], QWidget], str], list[Ink]]
_EDGE = 4  # pixels: a frame
_LIKE = 0.75
_DARK = 90  # of 255
TEXTS = (
    "https://acme.playvox.com/scim/v1/",
    'Switch([IsSoftDeleted], , "False", "True")',
    '{"displayName": "שם", "active": [true]}',
    "ana@contoso.example …",
)


def _table(text: str) -> QWidget:
    rows = DetailsList("rows", "Rows", ["", " "], filterable=False)
    rows.set_rows([ListRow("1", ("", text))])
    return rows


def _code(text: str) -> QWidget:
    box = CodeBox("box", "Box")
    box.set_text(text)
    return box


def _expression(text: str) -> QWidget:
    box = ExpressionBox("box", "Box")
    box.setPlainText(text)
    return box


def _line(text: str) -> QWidget:
    line = TextField("line", "Line")
    line.setText(text)
    return line


def _value(text: str) -> QWidget:
    field = CopyField("value", "Value")
    field.set_value(text)
    return field


def _result(text: str) -> QWidget:
    tree = ResultsTree("tree", "Tree")
    tree.set_results([ResultRow("1", text, "", Tone.INFO, "")], say=False)
    tree.setHeaderHidden(True)
    return tree


@pytest.fixture
def mirrored(qapp: QApplication) -> Iterator[None]:
    speak(qapp, PSEUDO_RTL)
    yield
    speak(qapp, "en")


@pytest.fixture
def both(qapp: QApplication, qtbot: QtBot) -> Iterator[Both]:
    def drawn(make: Callable[[str], QWidget], text: str) -> list[Ink]:
        found = []
        for language in ("en", PSEUDO_RTL):
            speak(qapp, language)
            widget = make(text)
            font = widget.font()
            font.setPixelSize(30)
            widget.setFont(font)
            for each in widget.findChildren(QWidget):
                each.setFont(font)
            qtbot.addWidget(widget)
            widget.resize(900, 140)
            widget.show()
            QApplication.processEvents()
            found.append(_ink(widget))
        return found

    yield drawn
    speak(qapp, "en")


def _ink(widget: QWidget) -> Ink:
    """The part of the widget with letters, without frame."""
    seen = widget
    if isinstance(widget, CopyField):
        seen = widget.findChildren(TextLabel)[0]
    for area in (widget, *widget.findChildren(QAbstractScrollArea)):
        if isinstance(area, QAbstractScrollArea) and not isinstance(area, QHeaderView) and area.isVisible():
            seen = area.viewport()
    image = seen.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    gray, line = bytes(image.constBits()), image.bytesPerLine()
    dark = {
        (x, y)
        for y in range(_EDGE, image.height() - _EDGE)
        for x, light in enumerate(gray[y * line : y * line + image.width()])
        if light < _DARK and _EDGE <= x < image.width() - _EDGE
    }
    assert len(dark) > 100, "something is written"
    left, top = min(x for x, _ in dark), min(y for _, y in dark)
    return {(x - left, y - top) for x, y in dark}


@pytest.mark.parametrize("make", [_table, _code, _expression, _line, _value, _result])
@pytest.mark.parametrize("text", TEXTS)
def test_it_is_written_as_in_english(make: Callable[[str], QWidget], text: str, both: Both) -> None:
    usual, mirrored = both(make, text)
    assert _like(usual, mirrored)


def _like(one: Ink, other: Ink) -> bool:
    """Whether this is the same text: where it begins within a pixel changes the edges of its letters."""
    both = max(len(one & {(x + dx, y) for x, y in other}) for dx in (-1, 0, 1))
    return both / max(len(one), len(other)) > _LIKE


def test_another_order_would_be_noticed(both: Both) -> None:
    usual, _mirrored = both(_line, "https://acme.playvox.com/scim/v1/")
    other, _mirrored = both(_line, "/https://acme.playvox.com/scim/v1")
    assert not _like(usual, other)


@pytest.mark.parametrize("width", [300, 900])
def test_a_row_is_selected_in_either_direction(width: int, mirrored: None, qtbot: QtBot) -> None:
    """Also where the columns do not reach the other side, where Qt's `selectRow` finds none."""
    rows = DetailsList("rows", "Rows", ["a", "b"], filterable=False)
    qtbot.addWidget(rows)
    rows.resize(width, 200)
    rows.set_rows([ListRow("1", ("x", "y")), ListRow("2", ("x", "y"))])
    rows.select("2")
    assert rows.current == "2"
    assert [index.row() for index in rows.table.selectionModel().selectedRows()] == [1]
