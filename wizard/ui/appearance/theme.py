"""Colors, type and spacing, derived from the palette, so light, dark and high contrast follow."""

from __future__ import annotations

import sys
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from PySide6.QtCore import Qt  # at run time in functions: its hundred enumerations delay the window

GAP = 8  # spacing unit in device-independent pixels; distances are multiples of it
RADIUS = 4.0  # of corners
PAINTS_LOOKS = "paintsLooks"
"""Property of a style that paints the looks of buttons; in others a primary button paints itself."""
READABLE = 4.5  # the least contrast of text, as WCAG 2.2 has it (1.4.3)
_ALWAYS_LIGHT, _DARK_AS_WELL = "windowsvista", "fusion"
_Role = QPalette.ColorRole

# Without a desktop's settings Qt uses fontconfig's generic fonts, in a size for 1990s screens.
_GENERIC_FAMILIES = {"Sans Serif", "Sans", "sans-serif"}
_PREFERRED_FAMILIES = ["Segoe UI", "Inter", "Noto Sans", "Open Sans", "Cantarell"]
_GENERIC_POINT_SIZE = 10.0


class Tone(Enum):
    """Meaning of a message or state; always shown as icon and word, the color only supports them."""

    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"
    NEUTRAL = "neutral"


_LIGHT = {
    _Role.Window: "#f5f5f5", _Role.WindowText: "#242424", _Role.Base: "#ffffff",
    _Role.AlternateBase: "#fafafa", _Role.Text: "#242424", _Role.PlaceholderText: "#5f5f5f",
    _Role.Button: "#ffffff", _Role.ButtonText: "#242424", _Role.Light: "#ffffff",
    _Role.Midlight: "#e6e6e6", _Role.Mid: "#d1d1d1", _Role.Dark: "#737373", _Role.Shadow: "#616161",
    _Role.Highlight: "#0f6cbd", _Role.HighlightedText: "#ffffff", _Role.Accent: "#0f6cbd",
    _Role.Link: "#115ea3", _Role.LinkVisited: "#5c2e91", _Role.BrightText: "#c50f1f",
    _Role.ToolTipBase: "#ffffff", _Role.ToolTipText: "#242424",
}  # fmt: skip
_DARK = {
    _Role.Window: "#1b1b1b", _Role.WindowText: "#f5f5f5", _Role.Base: "#262626",
    _Role.AlternateBase: "#202020", _Role.Text: "#f5f5f5", _Role.PlaceholderText: "#a8a8a8",
    _Role.Button: "#2e2e2e", _Role.ButtonText: "#f5f5f5", _Role.Light: "#3d3d3d",
    _Role.Midlight: "#383838", _Role.Mid: "#525252", _Role.Dark: "#9a9a9a", _Role.Shadow: "#000000",
    _Role.Highlight: "#115ea3", _Role.HighlightedText: "#ffffff", _Role.Accent: "#479ef5",
    _Role.Link: "#62abf5", _Role.LinkVisited: "#b4a0e5", _Role.BrightText: "#f1707b",
    _Role.ToolTipBase: "#2e2e2e", _Role.ToolTipText: "#f5f5f5",
}  # fmt: skip
_CONTRAST_DARK = {
    _Role.Window: "#000000", _Role.WindowText: "#ffffff", _Role.Base: "#000000",
    _Role.AlternateBase: "#000000", _Role.Text: "#ffffff", _Role.PlaceholderText: "#ffffff",
    _Role.Button: "#000000", _Role.ButtonText: "#ffffff", _Role.Light: "#ffffff",
    _Role.Midlight: "#ffffff", _Role.Mid: "#ffffff", _Role.Dark: "#ffffff", _Role.Shadow: "#ffffff",
    _Role.Highlight: "#1aebff", _Role.HighlightedText: "#000000", _Role.Accent: "#1aebff",
    _Role.Link: "#ffff00", _Role.LinkVisited: "#ffff00", _Role.BrightText: "#ffffff",
    _Role.ToolTipBase: "#000000", _Role.ToolTipText: "#ffffff",
}  # fmt: skip
_CONTRAST_LIGHT = {
    _Role.Window: "#ffffff", _Role.WindowText: "#000000", _Role.Base: "#ffffff",
    _Role.AlternateBase: "#ffffff", _Role.Text: "#000000", _Role.PlaceholderText: "#000000",
    _Role.Button: "#ffffff", _Role.ButtonText: "#000000", _Role.Light: "#000000",
    _Role.Midlight: "#000000", _Role.Mid: "#000000", _Role.Dark: "#000000", _Role.Shadow: "#000000",
    _Role.Highlight: "#37006e", _Role.HighlightedText: "#ffffff", _Role.Accent: "#37006e",
    _Role.Link: "#00009f", _Role.LinkVisited: "#00009f", _Role.BrightText: "#000000",
    _Role.ToolTipBase: "#ffffff", _Role.ToolTipText: "#000000",
}  # fmt: skip

_OUTLINES = (_Role.Midlight, _Role.Mid, _Role.Dark)


SCHEMES = {"": "Unknown", "light": "Light", "dark": "Dark"}
"""Themes that can be chosen, by the name that is kept, with Qt's name; the empty one follows the system."""


class Theme(QObject):
    """Gives the application its look and follows the system's color scheme and contrast while running.

    Windows and macOS keep their own style and palette, which follow by themselves. On Linux the palette is
    the program's own, because the platform often offers none.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._hints = app.styleHints()
        self._system_is_dark = is_dark(app.palette())
        self._ours = sys.platform.startswith("linux")
        self._first_style = ""
        """The style that the program was started with, where it is not its own."""
        self.chosen = ""
        """One of `SCHEMES`; empty: the system's, which is followed while the program runs."""
        if self._ours:
            _choose_font(app)
            # What the frame needs; the rest follows with the controls.
            self._app.setPalette(palette(dark=self._system_is_dark))
        else:
            self._first_style = app.style().objectName()
            self._hints.colorSchemeChanged.connect(self._follow_later)
            self._follow()

    def _set_own_colors(self) -> None:
        """Give captions, outlines and tiles colors of their own; the rest of the palette is the system's.

        Captions have the role of placeholders, which Windows and macOS draw half transparent: 3.5:1. The
        system's dark outlines are darker than what they lie on. Tiles and heads of tables have the role of
        every second row, which Windows fills with the accent in dark colors: a red one looks like an alarm.
        """
        colors = self._app.palette()
        only = QPalette()
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
            only.setColor(group, _Role.PlaceholderText, secondary_text(colors))
            between = mix(colors.color(_Role.Base), colors.color(_Role.Window), 0.5)
            only.setColor(group, _Role.AlternateBase, between)
            for role in _OUTLINES if is_dark(colors) else ():
                only.setColor(group, role, QColor(_DARK[role]))
        self._app.setPalette(only)

    def _follow_later(self) -> None:
        QTimer.singleShot(0, self._follow)  # the system's new palette comes after the signal

    def _follow(self) -> None:
        from PySide6.QtCore import Qt

        name = self._app.style().objectName()
        wanted = style_for(name, self._first_style, dark=self._hints.colorScheme() == Qt.ColorScheme.Dark)
        if wanted != name and wanted == _DARK_AS_WELL:
            # Fusion, with outlines that are seen on dark colors.
            from wizard.ui.appearance.style import FluentStyle

            self._app.setStyle(FluentStyle())
        elif wanted != name:
            self._app.setStyle(wanted)
        self._set_own_colors()

    def style_controls(self) -> None:
        """Style the controls where the look is the program's own. Before any exist, it costs nothing.

        From now on the palette follows the system.
        """
        if self._ours:
            from wizard.ui.appearance.style import FluentStyle  # an empty frame has no controls yet

            self._hints.colorSchemeChanged.connect(self.apply)
            self._hints.accessibility().contrastPreferenceChanged.connect(self.apply)
            self.apply()
            self._app.setStyle(FluentStyle())

    def choose(self, name: str) -> None:
        """Use this theme of `SCHEMES` from now on; an unknown name follows the system."""
        self.chosen = name if name in SCHEMES else ""
        # The title bar and the system's own dialogs follow as well, where the platform can.
        self._hints.setColorScheme(_scheme(self.chosen))
        if self._ours:
            self.apply()

    def apply(self) -> None:
        """Set the palette for the chosen scheme, else the system's, and for its contrast."""
        from PySide6.QtCore import Qt

        scheme = _scheme(self.chosen)
        if scheme == Qt.ColorScheme.Unknown:
            scheme = self._hints.colorScheme()
        dark = scheme == Qt.ColorScheme.Dark or (scheme == Qt.ColorScheme.Unknown and self._system_is_dark)
        contrast = self._hints.accessibility().contrastPreference()
        self._app.setPalette(
            palette(dark=dark, high_contrast=contrast == Qt.ContrastPreference.HighContrast)
        )


def _scheme(name: str) -> Qt.ColorScheme:
    """Qt's own value for a theme of `SCHEMES`."""
    from PySide6.QtCore import Qt

    return Qt.ColorScheme[SCHEMES[name]]


def style_for(name: str, first: str, *, dark: bool) -> str:
    """The style to use instead of `name`; `first` is the one that the program was started with.

    That of Windows 10 has no dark look: it stays light whatever the scheme is.
    """
    if dark and name == _ALWAYS_LIGHT:
        return _DARK_AS_WELL
    return first if first == _ALWAYS_LIGHT and not dark else name


def palette(*, dark: bool, high_contrast: bool = False) -> QPalette:
    """Return the application's palette for one scheme."""
    ordinary, strong = (_DARK, _CONTRAST_DARK) if dark else (_LIGHT, _CONTRAST_LIGHT)
    colors = strong if high_contrast else ordinary
    made = QPalette()
    for role, color in colors.items():
        made.setColor(role, QColor(color))
    faded = mix(QColor(colors[_Role.Text]), QColor(colors[_Role.Window]), 0.55)
    for role in (
        _Role.WindowText,
        _Role.Text,
        _Role.ButtonText,
        _Role.HighlightedText,
        _Role.PlaceholderText,
    ):
        made.setColor(QPalette.ColorGroup.Disabled, role, faded)
    return made


def _choose_font(app: QApplication) -> None:
    font = app.font()
    if font.family() not in _GENERIC_FAMILIES:
        return
    chosen = QFont([*_PREFERRED_FAMILIES, font.family()])
    chosen.setPointSizeF(max(font.pointSizeF(), _GENERIC_POINT_SIZE))
    app.setFont(chosen)


def is_dark(colors: QPalette) -> bool:
    """Whether text is lighter than its background."""
    return colors.color(_Role.WindowText).lightness() > colors.color(_Role.Window).lightness()


def is_high_contrast(colors: QPalette) -> bool:
    """Whether the highest contrast is wanted; tints would then be invisible or distracting.

    Read from the system setting, because a contrast theme of Windows may have any colors, or from the
    palette.
    """
    from PySide6.QtCore import Qt

    hints = QGuiApplication.styleHints()  # kept in a variable: objects it returns are deleted with it
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return True
    window, text = colors.color(_Role.Window), colors.color(_Role.WindowText)
    return {window.name(), text.name()} == {"#000000", "#ffffff"}


def mix(one: QColor, other: QColor, share: float) -> QColor:
    """Mix `share` (0 to 1) of `other` into `one`."""
    return QColor(
        round(one.red() + (other.red() - one.red()) * share),
        round(one.green() + (other.green() - one.green()) * share),
        round(one.blue() + (other.blue() - one.blue()) * share),
    )


def contrast(one: QColor, other: QColor) -> float:
    """WCAG's contrast ratio of two colors, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: QColor) -> float:
    red, green, blue = (_linear(part) for part in (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def readable_on(fill: QColor, wanted: QColor) -> QColor:
    """`wanted` where it reaches 4.5:1 on `fill`, else black or white: an accent may be any color."""
    if contrast(fill, wanted) >= READABLE:
        return wanted
    return max((QColor("#000000"), QColor("#ffffff")), key=lambda color: contrast(fill, color))


def secondary_text(colors: QPalette) -> QColor:
    """Color for captions: calmer than text, still above 4.5:1 on its surface."""
    text = colors.color(_Role.WindowText)
    return text if is_high_contrast(colors) else mix(text, colors.color(_Role.Window), 0.28)


def danger(colors: QPalette) -> tuple[QColor, QColor]:
    """Fill and text of a button that removes or stops something.

    In high contrast they are those of a primary button: there the words and the sign tell.
    """
    if is_high_contrast(colors):
        fill, text = colors.color(_Role.Highlight), colors.color(_Role.HighlightedText)
    else:
        fill, text = QColor(_STATUS_COLORS[Tone.ERROR][0]), QColor("#ffffff")
    return fill, readable_on(fill, text)


def border(colors: QPalette) -> QColor:
    """Color of the thin line around surfaces."""
    return colors.color(_Role.Mid)


_STATUS_COLORS = {  # on light, on dark; each above 4.5:1 on the surfaces of its theme
    Tone.SUCCESS: ("#0e700e", "#54b054"),
    Tone.WARNING: ("#8a3707", "#faa06b"),
    Tone.ERROR: ("#b10e1c", "#f1707b"),
}


def status_color(colors: QPalette, status: Tone) -> QColor:
    """Color that supports a status; plain text color in high contrast."""
    if is_high_contrast(colors) or status is Tone.NEUTRAL:
        return colors.color(_Role.WindowText)
    if status is Tone.INFO:
        return colors.color(_Role.Accent)
    return QColor(_STATUS_COLORS[status][1 if is_dark(colors) else 0])


def status_tint(colors: QPalette, status: Tone) -> QColor:
    """Faint background for a message of that status."""
    base = colors.color(_Role.Base)
    if is_high_contrast(colors):
        return base
    if status is Tone.NEUTRAL:
        return mix(base, colors.color(_Role.WindowText), 0.05)
    return mix(base, status_color(colors, status), 0.1 if is_dark(colors) else 0.08)
