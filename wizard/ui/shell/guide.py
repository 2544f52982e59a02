"""The user guide inside the program: F1 opens the section of the page on screen, without a connection."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QDialog, QListWidget, QSplitter, QVBoxLayout, QWidget

from wizard.messages import N_, _, text_for, translate
from wizard.messages.pages import PAGES, guide_anchor, page_name
from wizard.own_files import read_file
from wizard.paths import RESOURCES
from wizard.ui.appearance.theme import GAP
from wizard.ui.shell.guide_text import GuideText, guide_file
from wizard.ui.shell.outside import open_outside
from wizard.ui.widgets.button import SUBTLE, Button

_FILE = RESOURCES / "guide.md"
_IN_A_BROWSER = "guide.html"
_SYMPTOMS = RESOURCES / "does-not-connect.md"
_BESIDE_PAGES = {"practice": N_("Practice changes")}
"""Sections about what has no page of its own, by an id."""
_MOST = 1024 * 1024  # bytes
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_SYMPTOMS_TITLE = N_("Playvox does not connect")
_SYMPTOMS_LINK = "does-not-connect.md"
_OTHER_PAGE = re.compile(  # a page that lies beside the guide only
    rf"(?<!!)\[([^\]]+)\]\((?!https://|{re.escape(_SYMPTOMS_LINK)})[^)]*\)"
)


def sections() -> dict[str, str]:
    """The text of the guide about each page, by the page's id, in Markdown. Empty where it is missing."""
    text = _read(_FILE)
    ids = {name: page_id for page_id, name in (PAGES | _BESIDE_PAGES).items()}
    parts = _HEADING.split(text)[1:]
    named = zip(parts[::2], parts[1::2], strict=True)
    return {ids[name]: _OTHER_PAGE.sub(r"\1", body.strip()) for name, body in named if name in ids}


def _read(file: Path) -> str:
    try:
        return read_file(file, _MOST).decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _name(section: str) -> str:
    return page_name(section) if section in PAGES else text_for(_BESIDE_PAGES, section)


def heading_of(cause: str, symptoms: str) -> str:
    """The heading of the section about a cause of a failed connection test; empty without one."""
    for section in symptoms.split("\n### ")[1:]:
        if f"`{cause}`" in section:
            return section.partition("\n")[0].strip()
    return ""


class GuideDialog(QDialog):
    """The pages at the left, the section of one of them at the right. The window stays usable."""

    link_opened = Signal(str)
    """An address of the web that was clicked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("guide")
        self.setWindowTitle(_("User guide"))
        self._sections = sections()
        self.list = QListWidget()
        self.list.setObjectName("guide-pages")
        self.list.setAccessibleName(_("Pages"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.addItems([_name(page_id) for page_id in self._sections])
        self.list.addItem(translate(_SYMPTOMS_TITLE))
        self._symptoms = _read(_SYMPTOMS)
        self._symptom = ""  # heading of the cause that was asked for
        self.list.currentRowChanged.connect(self._show_row)
        self.text = GuideText()
        self.text.setObjectName("guide-text")
        self.text.setAccessibleName(_("User guide"))
        self.text.setOpenLinks(False)
        self.text.setTabChangesFocus(True)
        self.text.anchorClicked.connect(self._on_link)
        halves = QSplitter()
        halves.addWidget(self.list)
        halves.addWidget(self.text)
        halves.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP * 2, GAP * 2, GAP * 2, GAP * 2)
        column.addWidget(halves)
        self.browser_button = Button("guide-browser", _("Open in the browser"), "open", SUBTLE)
        self.browser_button.clicked.connect(self._open_in_the_browser)
        self._page = guide_file(_IN_A_BROWSER)
        self.browser_button.setVisible(self._page is not None)
        column.addWidget(self.browser_button, 0, Qt.AlignmentFlag.AlignLeft)
        room = parent.window().size()
        self.resize(min(860, round(room.width() * 0.9)), min(620, round(room.height() * 0.9)))
        names = min(max(200, self.fontMetrics().averageCharWidth() * 26), self.width() // 2)
        halves.setSizes([names, self.width() - names])

    def show_page(self, page_id: str) -> None:
        """Show the section of a page; one without a section shows the first."""
        ids = list(self._sections)
        self.list.setCurrentRow(ids.index(page_id) if page_id in ids else 0)
        self._come_up()

    def show_section(self, row: int) -> None:
        """Show a section by its number."""
        self.list.setCurrentRow(row)
        self._come_up()

    def show_cause(self, cause: str) -> None:
        """Show what to do about a cause of a failed connection test, among all causes."""
        self.list.setCurrentRow(len(self._sections))
        self._come_up()
        heading = self._symptom = heading_of(cause, self._symptoms)
        if heading:
            self.text.moveCursor(QTextCursor.MoveOperation.End)  # so that the heading ends up at the top
            found = self.text.document().find(heading)
            if not found.isNull():
                self.text.setTextCursor(found)
                self.text.ensureCursorVisible()

    def _open_in_the_browser(self) -> None:
        """Open the page for a browser at the section on screen."""
        ids, row = list(self._sections), self.list.currentRow()
        known = PAGES | _BESIDE_PAGES
        title = known[ids[row]] if 0 <= row < len(ids) else self._symptom or _SYMPTOMS_TITLE
        address = QUrl.fromLocalFile(str(self._page))
        address.setFragment(guide_anchor(title))
        open_outside(address)

    def _come_up(self) -> None:
        self.show()
        self.raise_()
        self.activateWindow()
        self.text.setFocus()

    def _show_row(self, row: int) -> None:
        self._symptom = ""
        ids = list(self._sections)
        if 0 <= row < len(ids):
            self.text.show_markdown(f"## {_name(ids[row])}\n\n{self._sections[ids[row]]}")
        elif row == len(ids):
            self.text.show_markdown(self._symptoms)

    def _on_link(self, address: QUrl) -> None:
        if address.toString() == _SYMPTOMS_LINK:
            self.list.setCurrentRow(len(self._sections))
        else:
            self.link_opened.emit(address.toString())
