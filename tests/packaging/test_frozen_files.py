"""Contents of the frozen program."""

from __future__ import annotations

import pytest

from build.frozen import is_unwanted


@pytest.mark.parametrize(
    "path",
    [
        "PySide6/Qt/lib/libQt6Quick.so.6",
        "PySide6/Qt/lib/libQt6QmlModels.so.6",
        "PySide6/QtPdf.abi3.so",
        "PySide6\\Qt6WebEngineCore.dll",
        "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so",
        "PySide6/Qt/qml/QtQuick/Controls/qmldir",
        "PySide6/Qt/translations/qtwebengine_de.qm",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/QtNetwork.abi3.so",
        "Qt6Network.dll",
        "PySide6/opengl32sw.dll",
        "PySide6/Qt/plugins/tls/libqopensslbackend.so",
        "PySide6/plugins/imageformats/qjpeg.dll",
        "PySide6/plugins/platforms/qdirect2d.dll",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "libQt6Pdf.so.6",
        "libgtk-3.so.0",
        "libpangocairo-1.0.so.0",
        "resources/translations/wizard.pot",
        "resources\\translations\\es\\LC_MESSAGES\\wizard.po",
    ],
)
def test_parts_of_qt_that_are_not_used_stay_out(path: str) -> None:
    assert is_unwanted(path)


@pytest.mark.parametrize(
    "path",
    [
        "PySide6/Qt/lib/libQt6Widgets.so.6",
        "PySide6/Qt/lib/libQt6Svg.so.6",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/imageformats/libqsvg.so",
        "PySide6/plugins/imageformats/qsvg.dll",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/plugins/styles/qmodernwindowsstyle.dll",
        "resources/translations/es/LC_MESSAGES/wizard.mo",
        "PySide6/Qt/translations/qtbase_es.qm",
        "PySide6/translations/qtbase_pt_BR.qm",
        "libQt6XcbQpa.so.6",
        "libxcb-cursor.so.0",
        "wizard/Quick/readme.txt",
    ],
)
def test_parts_that_are_used_stay_in(path: str) -> None:
    assert not is_unwanted(path)
