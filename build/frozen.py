"""What stays out of the frozen program: parts of Qt that the wheel brings and the assistant never loads."""

from __future__ import annotations

import re

UNWANTED = re.compile(
    r"""
    Qt6?(?:Qml|Quick|Pdf|VirtualKeyboard|WebEngine|WebChannel|WebView|3D|Charts|DataVisualization|Designer
         |Multimedia|SpatialAudio|Location|Positioning|Bluetooth|Nfc|Sensors|SerialPort|SerialBus|RemoteObjects
         |Scxml|StateMachine|TextToSpeech|Sql|Test|Help|HttpServer|Graphs|Lottie|Labs|ShaderTools|UiTools)
    | /(?:qml|virtualkeyboard|sqldrivers|multimedia|assetimporters|sceneparsers|renderers|position|sensors)/
    | imageformats/libqpdf
    | platforminputcontexts/libqtvirtualkeyboard
    | libav(?:codec|format|util)|libsw(?:scale|resample)
    | translations/(?!qtbase_)
    """,
    re.VERBOSE,
)


def is_unwanted(path: str) -> bool:
    """Whether this file of the frozen program belongs to a part of Qt that is not used."""
    name = path.replace("\\", "/")
    return "PySide6" in name and UNWANTED.search(name) is not None
