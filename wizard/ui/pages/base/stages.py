"""The parts of a change that has several, as lines of a checklist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.messages import _
from wizard.ui.appearance.theme import Tone
from wizard.ui.widgets.checklist import CheckLine

if TYPE_CHECKING:
    from wizard.steps.base.stages import StageRow


def stage_line(row: StageRow) -> CheckLine:
    """One part, with its state as icon and word."""
    sign, tone, word = {
        "waiting": ("ready", Tone.NEUTRAL, _("Waiting")),
        "working": ("working", Tone.INFO, _("Working")),
        "done": ("done", Tone.SUCCESS, _("Done")),
        "not_needed": ("skipped", Tone.NEUTRAL, _("Not needed")),
        "failed": ("error", Tone.ERROR, _("Failed")),
    }[str(row.state)]
    return CheckLine(row.id, row.title, sign, tone, word, row.sentence)
