"""Data quality of everyone in scope, as the staged window shows it."""

from __future__ import annotations

from wizard.messages.quality import by_mail_sentences, check_words
from wizard.steps.base.quality_view import FindingView, QualityPersonRow, QualityView

LEAVER = "Active account, person unknown in Entra"


class Rows:
    """As many rows as wanted, made when they are asked for."""

    def __init__(self, name: str, found: str, count: int) -> None:
        self._name, self._found, self._count = name, found, count

    def count(self, text: str) -> int:
        return self._count if text.casefold() in self._name.casefold() else 0

    def window(
        self, offset: int, limit: int, text: str, sort: str, descending: bool
    ) -> list[QualityPersonRow]:
        end = min(offset + limit, self.count(text))
        mails = (f"person{number}@contoso.example" for number in range(offset, end))
        return [QualityPersonRow(mail, self._name, mail, self._found) for mail in mails]


def finding(code: str, attribute: str, count: str, rows: Rows | None, *, attention: bool) -> FindingView:
    words = check_words(code, attribute)
    return FindingView(
        f"{code}.{attribute}",
        words.title,
        count,
        words.why,
        words.advice,
        attention=attention,
        known=rows is not None,
        rows=rows,
    )


def quality() -> QualityView:
    """One finding of each kind: of accounts, of values at any size, and one that is unknown."""
    numbers = ("matched", "created", "second", "renamed", "collide", "without_mail")
    counted = dict.fromkeys((*numbers, "matched_now", "created_now"), 12)
    return QualityView(
        "98,765 people in scope were checked. 2 findings need attention.",
        (
            finding("leaver_unknown", "", "3 accounts", Rows("Robin Former", "", 3), attention=True),
            finding(
                "hidden_characters",
                "displayName",
                "98,765 people",
                Rows("Ze⟨U+200B⟩ro Żółć-Müller", "“Ze⟨U+200B⟩ro Żółć-Müller”", 98_765),
                attention=True,
            ),
            finding("value_empty", "name.formatted", "unknown", None, attention=False),
        ),
        by_mail_sentences("collisions", 'emails[type eq "work"].value', counted, searchable=False),
    )
