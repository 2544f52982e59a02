"""One person: why provisioned or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from wizard.messages import _, pgettext
from wizard.messages.why import link_name, link_state
from wizard.ui.appearance.theme import GAP, Tone
from wizard.ui.pages.base.page import Page
from wizard.ui.widgets.button import Button
from wizard.ui.widgets.details_list import DetailsList, ListRow
from wizard.ui.widgets.field import Field, TextField
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from wizard.steps import Assistant
    from wizard.steps.base.why_words import WhyWords
    from wizard.steps.why.step import WhyStep

_ICONS = {"ok": "done", "broken": "error", "unknown": "warning", "not_reached": "info"}


class WhyPage(Page["WhyStep"]):
    """A search box, the answer, and the links behind it."""

    step_id: ClassVar[str] = "why"

    def step_of(self, assistant: Assistant) -> WhyStep:
        return assistant.why

    def title(self) -> str:
        return _("One person")

    def lead(self) -> str:
        return _(
            "Why somebody has no account in Playvox, why the account was deactivated, or why it shows an "
            "old name. Explaining only reads."
        )

    def build(self) -> None:
        card = self.card(_("Person"))
        self.name = TextField("why-person", _("Person"))
        self.ask_button = Button("why-ask", _("Explain this person"), "search")
        help_text = _("User principal name, email address, object id or display name.")
        card.body.addWidget(Field(_("Person"), self.name, help_text, beside=self.ask_button))
        self.name.returnPressed.connect(self._ask)
        self.ask_button.clicked.connect(self._ask)
        self.candidates = DetailsList(
            "why-candidates", _("People with this name"), (_("Name"), _("User principal name")), most_rows=8
        )
        card.body.addWidget(self.candidates)
        self.choose_button = Button("why-choose", _("Explain the selected person"), "person")
        self.choose_button.clicked.connect(self._choose)
        self.choose_row = QWidget()
        FlowLayout(self.choose_row, gap=GAP).addWidget(self.choose_button)
        card.body.addWidget(self.choose_row)
        self.answer_bar = MessageBar("why-answer", dismissable=False)
        self.body.addWidget(self.answer_bar)
        self.links_card = self.card(_("From the assignment to Playvox's answer"))
        self.links = DetailsList(
            "why-links",
            pgettext("parts of an explanation", "Links"),
            (_("What was checked"), _("State"), _("Evidence")),
            most_rows=8,
        )
        self.links_card.body.addWidget(self.links)
        self.relink_button = Button("why-relink", _("Relink this person (beta)"), "refresh")
        self.relink_button.clicked.connect(self._relink)
        self.relink_row = QWidget()
        FlowLayout(self.relink_row, gap=GAP).addWidget(self.relink_button)
        self.links_card.body.addWidget(self.relink_row)
        self.more = TextLabel("")
        self.more.setObjectName("why-more")
        self.links_card.body.addWidget(self.more)

    def ask(self, text: str) -> None:
        """Explain this person."""
        self.name.setText(text)
        self._ask()

    def draw(self, step: WhyStep) -> None:
        view = step.view
        rows = [ListRow(each.id, (each.name, each.user_name)) for each in view.candidates]
        self.candidates.set_rows(rows, "")
        self.candidates.setVisible(bool(rows))
        self.choose_row.setVisible(bool(rows))
        self.links_card.setVisible(view.words is not None)
        self.relink_row.setVisible(view.linked)
        if view.words is None:
            self.answer_bar.clear()
            return
        self._show(view.words, broken=view.broken)

    def _show(self, words: WhyWords, *, broken: bool) -> None:
        tone = Tone.WARNING if broken else Tone.SUCCESS
        self.answer_bar.show_message(tone, words.answer, "\n".join(words.do))
        self.links.set_rows(
            [
                ListRow(
                    each.link,
                    (link_name(each.link), link_state(each.state), each.evidence),
                    _ICONS[each.state],
                    "\n".join((each.evidence, *each.do)),
                )
                for each in words.lines
            ],
            "",
        )
        self.more.setText("\n".join(words.more))
        self.more.setVisible(bool(words.more))

    def _relink(self) -> None:
        step = self.step
        if step is None or step.view.person is None:
            return
        self.session.run(self.assistant.relink.choose_known(step.view.person))
        self.page_wanted.emit("relink")

    def _choose(self) -> None:
        if not self.candidates.current:
            self.candidates.table.setFocus()
            return
        self.ask(self.candidates.current)

    def _ask(self) -> None:
        text = self.name.text().strip()
        if not text:
            self.name.setFocus()
            return
        self.intend(lambda step: step.ask(text))
