"""Offers to search for the right path when a test says that the URL may be wrong, and shows the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.messages import (
    _,
    ngettext,
)
from wizard.ui.appearance.theme import (
    GAP,
    Tone,
)
from wizard.ui.widgets.button import Button
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.text import caption

if TYPE_CHECKING:
    from wizard.connection import ConnectionReport, PathSearch

_PATH_CAUSES = frozenset(
    {
        "path_not_found", "not_scim_html", "not_json", "not_list_response", "empty_body",
        "method_not_allowed", "media_type_refused", "http_redirect", "zero_hits_as_404",
    }
)  # fmt: skip
"""Causes that another path may fix."""


class PathFinder(QWidget):
    """Hidden unless another path may help. Sends no request itself."""

    wanted = Signal()
    address_chosen = Signal(str)

    def __init__(self, prefix: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._url = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        row = QWidget()
        flow = FlowLayout(row, gap=GAP)
        self.find_button = Button(f"{prefix}find-path", _("Find the right path"), "search")
        self.use_button = Button(f"{prefix}use-path", "", "done")
        flow.addWidget(self.find_button)
        flow.addWidget(self.use_button)
        self.note = caption("")
        self.answer = MessageBar(f"{prefix}path-found", dismissable=False)
        for part in (self.note, row, self.answer):
            column.addWidget(part)
        self.find_button.clicked.connect(self.wanted)
        self.use_button.clicked.connect(self._use)
        self.hide()

    def show_search(self, report: ConnectionReport | None, search: PathSearch | None, host: str) -> None:
        """Offer a search when the report (None: no report) suggests it, and show the result of a search."""
        helpful = report is not None and not report.cancelled and report.cause in _PATH_CAUSES
        self.setVisible(bool(host) and (helpful or search is not None))
        self._url = search.url if search is not None else ""
        had_focus = self.use_button.hasFocus()
        self.use_button.set_label(_("Use {url}").format(url=self._url))
        self.use_button.setVisible(bool(self._url))
        if had_focus and not self._url:
            self.find_button.setFocus()  # the focused button disappears
        if self.isHidden():
            return
        # Imports httpx and cryptography, which the window's first paint does not need.
        from wizard.connection.requests import MAX_REQUESTS

        self.note.setText(
            ngettext(
                "The path may be another one. Searching for it sends at most {n} request that only reads, "
                "with your key, to {host} and to nobody else.",
                "The path may be another one. Searching for it sends at most {n} requests that only read, "
                "with your key, to {host} and to nobody else.",
                MAX_REQUESTS,
            ).format(n=MAX_REQUESTS, host=host)
        )
        if search is None:
            self.answer.clear()
            return
        words = search.explanation
        status = Tone.SUCCESS if search.certain else Tone.WARNING if search.url else Tone.INFO
        rest = "\n".join(part for part in (words.why, *(f"• {line}" for line in words.do)) if part)
        self.answer.show_message(status, words.what, rest)

    def _use(self) -> None:
        self.address_chosen.emit(self._url)
