"""Files left out of the frozen program: parts of Qt in the wheel that the assistant never loads."""

from __future__ import annotations

import os
import re
from pathlib import Path

BROKER = "pymsalruntime"
"""Windows' own sign-in dialog. Its license forbids giving it on, although its metadata says MIT."""

_EXCLUDED = (
    *("tkinter", "build", "tests", "setuptools", "pip", "pytest", "hypothesis", "mypy", "babel"),
    *("PySide6.QtNetwork", "PySide6.QtQml", "PySide6.QtQuick"),
)

_MODULES = re.compile(
    r"""
    Qt6?(?:Qml|Quick|Pdf|VirtualKeyboard|WebEngine|WebChannel|WebView|3D|Charts|DataVisualization|Designer
         |Multimedia|SpatialAudio|Location|Positioning|Bluetooth|Nfc|Sensors|SerialPort|SerialBus|RemoteObjects
         |Scxml|StateMachine|TextToSpeech|Sql|Help|HttpServer|Graphs|Lottie|Labs|ShaderTools|UiTools
         |EglF[Ss]|EGLFS|Network)
    | ^opengl32sw\.dll$                                            # OpenGL without a graphics card
    """,
    re.VERBOSE,
)
_PLUGINS = re.compile(
    r"""
    /(?:qml|virtualkeyboard|sqldrivers|multimedia|assetimporters|sceneparsers|renderers|position|sensors
      |egldeviceintegrations|generic|networkinformation|tls|printsupport|vectorimageformats)/
    | imageformats/(?!(?:lib)?qsvg\b)          # PNG is in Qt itself, and the icons are SVG
    | platforms/q(?:direct2d|minimal)\.dll
    | platforminputcontexts/libqtvirtualkeyboard
    | platforms/libq(?:eglfs|linuxfb|minimalegl|vkkhrdisplay|vnc)   # screens of devices, not of desktops
    | platformthemes/libqgtk3                                      # the assistant has a look of its own
    | /translations/(?!qtbase_(?:es|pt_BR)\.qm$)  # of Qt: this program speaks these
    """,
    re.VERBOSE,
)
# Sources of the compiled translations.
_SOURCES = re.compile(r"/translations/(?:.*/)?wizard\.pot?$")
# Files that the GTK theme would add from the build machine.
_GTK = re.compile(
    r"(?:^|/)lib(?:gtk-3|gdk-3|gdk_pixbuf|atk|atspi|cairo|pango|epoxy|harfbuzz|graphite2|thai|datrie|fribidi|pixman)"
)


def with_broker() -> bool:
    """Whether the program contains `BROKER`: always, unless the variable WITHOUT_BROKER is set."""
    return not os.environ.get("WITHOUT_BROKER")


def excluded() -> list[str]:
    """Python modules that the analysis would find, and that do not belong into the program."""
    return [*_EXCLUDED] if with_broker() else [*_EXCLUDED, BROKER]


def is_unwanted(path: str) -> bool:
    """Whether this file of the frozen program belongs to an unused part."""
    name = path.replace("\\", "/")
    if _MODULES.search(name.rpartition("/")[2]) or _GTK.search(name) or _SOURCES.search(name):
        return True
    return "PySide6" in name and (_PLUGINS.search(name) is not None or _MODULES.search(name) is not None)


def modules_of(package: Path) -> list[str]:
    """The dotted names of all modules in a package's folder, in order."""
    files = (file.relative_to(package.parent).with_suffix("").parts for file in package.rglob("*.py"))
    return sorted(".".join(parts[:-1] if parts[-1] == "__init__" else parts) for parts in files)
