"""Words for starting a practice tenant from the command line."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.explanation import (
    Explanation,
    register,
)
from wizard.messages.language import _

Facts = Mapping[str, str]


def _options_wrong(facts: Facts) -> Explanation:
    return Explanation(
        _("The practice tenant cannot be made this way."),
        _("One of the values given is outside what it can do: {reason}").format_map(facts),
        (_("Correct this value and try again."),),
    )


def _fault_unknown(facts: Facts) -> Explanation:
    return Explanation(
        _("There is no fault with the name {name}.").format_map(facts),
        "",
        (_("Look the name up in docs/practice-faults.md or in the Practice panel."),),
    )


def _cannot_start(facts: Facts) -> Explanation:
    return Explanation(
        _("The practice tenant could not take its ports."),
        _("It needs port {port} and the one after it, on this computer only.").format_map(facts),
        (_("Choose another port."), _("Leave the port out: any free one will do.")),
    )


def _state_unusable(facts: Facts) -> Explanation:
    return Explanation(
        _("The practice tenant cannot use the folder {folder}.").format_map(facts),
        _("Another practice tenant may be using it, it may not be writable, or its files are damaged."),
        (
            _("End the other practice tenant, or choose another folder."),
            _("Delete the folder if you do not need what was practised in it."),
        ),
    )


register(
    {
        "practice_options_wrong": _options_wrong,
        "practice_fault_unknown": _fault_unknown,
        "practice_ports_taken": _cannot_start,
        "practice_state_unusable": _state_unusable,
    }
)
