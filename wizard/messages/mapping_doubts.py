"""Words for doubts about values and scoping that come from what was not read, or what no page tells."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wizard.messages.explanation import Explanation, Words, register
from wizard.messages.language import _

Text = Callable[[], str]


def _uncertain(text: Text) -> Words:
    def words(_facts: Mapping[str, str]) -> Explanation:
        return Explanation(
            _("Uncertain: ask Entra."),
            text(),
            (_("Let Entra evaluate the expression for this person and compare."),),
        )

    return words


def _scope(text: Text) -> Words:
    return lambda _facts: Explanation(text())


_UNCERTAIN: dict[str, Text] = {
    "unread": lambda: _("An attribute was not read, so its value is unknown."),
}
_SCOPE: dict[str, Text] = {
    "unread": lambda: _("The attribute was not read, so its value is unknown."),
}

register(
    {
        **{f"uncertain.{code}": _uncertain(text) for code, text in _UNCERTAIN.items()},
        **{f"scope.{code}": _scope(text) for code, text in _SCOPE.items()},
    }
)
