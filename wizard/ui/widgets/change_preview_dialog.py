"""Shows what a commit will change, and asks for confirmation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from wizard.messages import _, pgettext
from wizard.ui.appearance.theme import (
    GAP,
    Tone,
)
from wizard.ui.widgets.allowed import allow
from wizard.ui.widgets.button import DANGER, PRIMARY, Button
from wizard.ui.widgets.copy_field import CopyButton
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.heading import page_title
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.people_impact_card import PeopleImpactCard
from wizard.ui.widgets.scroll import WidthFollowingScrollArea
from wizard.ui.widgets.sign import Badge
from wizard.ui.widgets.surface import Card
from wizard.ui.widgets.text import TextLabel, caption, strong

if TYPE_CHECKING:
    from wizard.steps.base.change_preview import (
        ChangePreview,
        PlannedChange,
    )
    from wizard.steps.base.people_impact import PeopleImpact


_IMPACT_LINES = 18  # numbers, a field and the first rows of the affected people


class ChangePreviewDialog(QDialog):
    """Shows the changes and confirms or cancels them. Closing the dialog changes nothing."""

    committed = Signal()

    def __init__(
        self,
        title: str,
        effect: ChangePreview,
        commit_text: str,
        parent: QWidget,
        *,
        destructive: bool = False,
    ) -> None:
        """`destructive`: the commit removes or stops something whatever the impact on people is."""
        super().__init__(parent)
        self.setObjectName("effect-dialog")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        scroll = WidthFollowingScrollArea()
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer.addWidget(scroll, 1)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(GAP * 4, GAP * 3, GAP * 4, GAP * 2)
        column.setSpacing(GAP * 2)
        column.addWidget(page_title(title))
        column.addWidget(
            caption(
                _(
                    "This is everything that will change. Until you choose the button "
                    "below, nothing is changed."
                )
            )
        )
        column.addWidget(_changes(effect.changes))
        for number, warning in enumerate(effect.warnings):
            bar = MessageBar(f"effect-warning-{number}", dismissable=False)
            column.addWidget(bar)
            bar.show_message(Tone.WARNING, warning)
        self.impact: PeopleImpactCard | None = None
        if effect.access:
            self.impact = PeopleImpactCard()
            self.impact.decided.connect(self._allow)
            column.addWidget(self.impact)
        if effect.consents:
            column.addWidget(_consents(effect))
        column.addStretch(1)
        scroll.setWidget(content)
        bottom = QWidget()
        buttons = FlowLayout(bottom, gap=GAP, to_right=True)
        buttons.setContentsMargins(GAP * 4, GAP * 2, GAP * 4, GAP * 2)
        self._copy = CopyButton("effect-copy", _("Copy this list"), text=_("Copy"))
        self._copy.set_value(as_text(effect))
        self.cancel_button = Button("effect-cancel", _("Cancel"))
        self.commit_button = Button("effect-commit", commit_text, "", PRIMARY)
        if destructive or effect.destructive:
            self._warn()
        self.commit_button.setDefault(True)
        for button in (self._copy, self.cancel_button, self.commit_button):
            buttons.addWidget(button)
        outer.addWidget(bottom)
        self.cancel_button.clicked.connect(self.reject)
        self.commit_button.clicked.connect(self._commit)
        self._fit_to_window(parent, content)
        self._allow()
        # Return must not reach another button while the commit is disabled.
        first = self.commit_button if self.commit_button.isEnabled() else self.impact
        if first is not None:
            first.setFocus()

    def show_impact(self, impact: PeopleImpact) -> None:
        """Show who is affected; from then on the commit is possible."""
        if self.impact is not None:
            self.impact.show_impact(impact)
            if impact.view is not None and impact.view.deactivate:
                self._warn()

    def _warn(self) -> None:
        """Make the button look destructive, and tell it to a screen reader."""
        self.commit_button.set_look(DANGER)
        self.commit_button.set_icon("warning")
        self._allow()

    def show_progress(self, sentence: str) -> None:
        """Show the progress of the calculation."""
        if self.impact is not None:
            self.impact.show_progress(sentence)

    def _allow(self) -> None:
        """Enable the commit once the affected people are known, or known to be unknown."""
        button, may = self.commit_button, self.impact is None or self.impact.may_commit
        allow(button, "" if may else _("The affected people are still being counted."))
        if may and button.property("look") == DANGER:
            button.setAccessibleDescription(_("This removes, deletes or stops something."))
        if self.commit_button.isEnabled() and self.impact is not None and self.impact.hasFocus():
            self.commit_button.setFocus()

    def _fit_to_window(self, parent: QWidget, content: QWidget) -> None:
        room = parent.window().size()
        width = min(max(self.fontMetrics().averageCharWidth() * 84, 560), round(room.width() * 0.94))
        needed = (
            content.heightForWidth(width) if content.hasHeightForWidth() else content.sizeHint().height()
        )
        needed += self.commit_button.sizeHint().height() + GAP * 6
        if self.impact is not None:  # room for what comes, so that no button moves when it does
            needed += self.fontMetrics().height() * _IMPACT_LINES
        height = min(needed, round(room.height() * 0.92))
        self.resize(width, height)

    def _commit(self) -> None:
        self.committed.emit()
        self.accept()


def as_text(effect: ChangePreview) -> str:
    """Return the list as plain text, for a change ticket."""
    lines = [
        f"{change.sign} {change.what}" + (f": {change.detail}" if change.detail else "")
        for change in effect.changes
    ]
    lines += [f"! {warning}" for warning in effect.warnings]
    lines += [f"{need.scope}: {need.why}" for need in effect.consents]
    return "\n".join(lines)


def _changes(changes: tuple[PlannedChange, ...]) -> QWidget:
    box = Card()
    for change in changes:
        row = QHBoxLayout()
        row.setSpacing(GAP * 2)
        badge = Badge()
        badge.set_badge(*_sign(change.sign))
        row.addWidget(badge, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(strong(change.what))
        if change.detail:
            words.addWidget(TextLabel(change.detail))
        row.addLayout(words, 1)
        box.body.addLayout(row)
    return box


def _sign(sign: str) -> tuple[str, str, Tone]:
    return {
        "+": ("add", _("Add"), Tone.SUCCESS),
        "~": ("change", pgettext("action", "Change"), Tone.INFO),
        "-": ("remove", _("Remove"), Tone.WARNING),
    }[sign]


def _consents(effect: ChangePreview) -> QWidget:
    box = Card(
        _("Permissions you will be asked for"),
        _("Your browser opens once more, because so far this program may only read."),
    )
    for need in effect.consents:
        box.body.addWidget(TextLabel(need.scope, bold=True, fixed_pitch=True))
        box.body.addWidget(TextLabel(need.why))
    return box
