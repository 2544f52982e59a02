"""The calendar file that reminds of replacing the key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from wizard.messages import _
from wizard.messages.times import moment
from wizard.reports.reminder import calendar_file
from wizard.steps.rotate.view import RotateView


@dataclass(frozen=True, slots=True)
class ReminderPlace:
    """Which setup the reminder is about: ids of profile and application, and names."""

    profile_id: str
    application_id: str
    tenant: str
    application: str


def reminder(view: RotateView, place: ReminderPlace, day: date, now: datetime) -> bytes:
    """The file's contents: what to do on that day, and since when the key is in use. No key."""
    about = " / ".join(filter(None, (place.tenant, place.application))) or place.profile_id
    lines = [
        _("Create a new key in Playvox, then replace the key with this program."),
        _("Delete the old key in Playvox only when the new one is verified."),
    ]
    if view.saved is not None:
        lines.append(
            _("Key {mark} was saved on {time} by {account}.").format(
                mark=view.saved.mark, time=moment(view.saved.at), account=view.saved.account or "–"
            )
        )
    uid = f"key-{place.profile_id}-{place.application_id}@playvox-provisioning"
    summary = _("Replace the Playvox key: {where}").format(where=about)
    return calendar_file(uid, day, summary, "\n".join(lines), now=now)
