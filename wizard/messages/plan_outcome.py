"""Words for the comparison of a plan: what the log says of a person, and what Playvox shows."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.explanation import explain, has_words
from wizard.messages.language import N_, _, text_for, translate
from wizard.messages.plan import happened_name
from wizard.problem import Problem

_LOG: Mapping[str, str] = {
    "log_action": N_("{happened} at {at}."),
    "log_failed": N_("An error at {at}. {cause}"),
    "log_nothing": N_("Nothing was changed at {at}. {cause}"),
    "log_no_entry": N_("No entry since the plan."),
    "log_lost": N_("No entry, because the log no longer reaches back to {time}."),
    "log_unread": N_("The log could not be read."),
}
_CHANGED = N_("{happened} at {at}: {changed}.")
_PLAYVOX: Mapping[str, str] = {
    "playvox_agrees": N_("The account agrees with Entra."),
    "playvox_differs": N_("The account does not agree with Entra: {attributes}."),
    "playvox_not_kept": N_("The account does not have what was written: {attributes}."),
    "playvox_active": N_("The account is active."),
    "playvox_inactive": N_("The account is inactive."),
    "playvox_none": N_("There is no account."),
    "playvox_unread": N_("Not known."),
}


def log_words(
    code: str, *, happened: str, at: str, cause: str = "", changed: str = "", time: str = ""
) -> str:
    """What the provisioning log says of one row. `time` is the time of the plan."""
    told = explain(Problem(cause)).what if cause and has_words(cause) else cause
    text = translate(_CHANGED) if code == "log_action" and changed else text_for(_LOG, code)
    return text.format(
        happened=happened_name(happened), at=at, cause=told, changed=changed, time=time
    ).strip()


def playvox_words(code: str, attributes: str) -> str:
    """What Playvox shows of one row now."""
    return text_for(_PLAYVOX, code).format(attributes=attributes)


def reach_words(time: str, reaches: str) -> str:
    """Why entries are missing that a plan of this `time` would need."""
    text = _(
        "The provisioning log no longer reaches back to {time}, when the plan was made, only to {reaches}. What "
        "Playvox does not show either is unknown."
    )
    return text.format(reaches=reaches, time=time)
