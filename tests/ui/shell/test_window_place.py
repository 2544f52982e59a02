"""The window fits the screen on the first day, and opens later as it was left."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QRect
from PySide6.QtGui import QScreen
from pytestqt.qtbot import QtBot

from wizard.ui.shell.frame import Frame
from wizard.ui.shell.window_place import FILE, WindowPlace, keep_place, read_place


@pytest.mark.parametrize(("width", "height"), [(1024, 720), (1280, 800), (1366, 728), (3840, 2120)])
def test_the_first_window_fits_any_screen(
    width: int, height: int, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = QRect(60, 24, width, height)  # beside a panel
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _screen: room)
    frame = Frame()
    qtbot.addWidget(frame)
    assert room.contains(frame.geometry()), frame.geometry()
    assert frame.height() <= height - 40, "the desktop draws a title bar above it"
    assert frame.width() >= min(width, 1280) - 2


def test_a_later_window_is_where_the_last_one_was(qtbot: QtBot, tmp_path: Path) -> None:
    first = Frame()
    qtbot.addWidget(first)
    first.resize(700, 500)
    keep_place(tmp_path, WindowPlace(first.saveGeometry(), "mappings"))
    place = read_place(tmp_path)
    assert place is not None
    assert place.page == "mappings"
    second = Frame(place.geometry)
    qtbot.addWidget(second)
    assert (second.width(), second.height()) == (700, 500)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"geometry": 5}',
        b'{"geometry": "%%"}',
        b'{"geometry": "AAAA", "page": []}',
        b"\xff",
    ],
)
def test_a_file_that_cannot_be_used_is_ignored(content: bytes, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(content)
    place = read_place(tmp_path)
    assert place is None or place.page == ""
    frame = Frame(place.geometry if place else None)
    qtbot.addWidget(frame)
    assert frame.width() >= 640


def test_a_folder_in_its_place_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    keep_place(tmp_path, WindowPlace(QByteArray(b"x")))
    assert (tmp_path / FILE).is_dir()
    assert read_place(tmp_path) is None
