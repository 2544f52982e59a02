"""What is known about newer versions, in one or two sentences."""

from __future__ import annotations

import wizard
from wizard.messages import _
from wizard.messages.times import moment
from wizard.updates.checking import Updates


def sentence(updates: Updates) -> str:
    """For the settings and the command line."""
    if updates.newest is not None and updates.checked is not None:
        if updates.state == "newer":
            return _(
                "Version {version} of {date} is published; this is version {installed}. "
                "What is new: {notes}"
            ).format(
                version=updates.newest.version,
                date=updates.newest.date,
                installed=wizard.__version__,
                notes=updates.newest.notes,
            )
        return _("No version newer than {installed} is published. Checked: {when}.").format(
            installed=wizard.__version__, when=moment(updates.checked)
        )
    if updates.why == "no_address":
        return _("Not checked: this copy of the program was built without an address for newer versions.")
    if updates.why == "off":
        return _("Not checked: checking for newer versions is off.")
    if updates.why == "old":
        return _("Not checked: what was read last is no longer valid.")
    return _("Not checked yet.")
