"""A control that cannot be used now says why: to the mouse over it, and to a screen reader."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from wizard.ui.widgets.tip import tip

_OWN = "own-tip"


def allow(widget: QWidget, why_not: str = "") -> None:
    """Enable a control, or disable it with this reason.

    Its own tooltip comes back with it. What is inside a disabled part shows the reason of that part.
    """
    if widget.isEnabled() or widget.property(_OWN) is None:
        widget.setProperty(_OWN, widget.toolTip())
    widget.setToolTip(tip(why_not) or str(widget.property(_OWN)))
    widget.setAccessibleDescription(why_not)
    widget.setEnabled(not why_not)
