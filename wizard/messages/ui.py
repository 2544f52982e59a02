"""Words for what can go wrong in the window itself."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.explanation import (
    Explanation,
    register,
)
from wizard.messages.language import _

Facts = Mapping[str, str]


def _practice_control_failed(_facts: Facts) -> Explanation:
    return Explanation(
        _("The practice tenant did not answer."),
        _("It runs on this computer, as part of this program or beside it, and may have been stopped."),
        (_("Try again."), _("Choose the practice tenant again under Before you begin.")),
    )


def _practice_start_failed(facts: Facts) -> Explanation:
    return Explanation(
        _("The practice tenant could not be started."),
        _("This computer said: {reason}").format_map(facts),
        (_("Try again."), _("Restart this program.")),
    )


def _practice_file_unreadable(facts: Facts) -> Explanation:
    return Explanation(
        _("The practice tenant's file could not be read: {file}").format_map(facts),
        _("It has to hold the one line that “practice serve” prints when it starts."),
        (_("Start “practice serve” again and save its first line to the file."),),
    )


register(
    {
        "practice_control_failed": _practice_control_failed,
        "practice_start_failed": _practice_start_failed,
        "practice_file_unreadable": _practice_file_unreadable,
    }
)
