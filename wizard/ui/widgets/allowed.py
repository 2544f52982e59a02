"""A control that cannot be used now says why: to the mouse over it, and to a screen reader."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from wizard.ui.widgets.tip import tip

_OWN = "own-tip-and-description"


def allow(widget: QWidget, why_not: str = "") -> None:
    """Enable a control, or disable it with this reason.

    Its own tooltip and description come back with it. A disabled part's reason is that of everything in it.
    """
    own = widget.property(_OWN)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_ForceDisabled) or own is None:
        own = [widget.toolTip(), widget.accessibleDescription()]
        widget.setProperty(_OWN, own)
    widget.setToolTip(tip(why_not) or own[0])
    widget.setAccessibleDescription(why_not or own[1])
    widget.setEnabled(not why_not)
