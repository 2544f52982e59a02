"""What Windows shows of the two programs: their icon, version and manifest."""

from __future__ import annotations

import os
import struct
from pathlib import Path

from build.windows.places import COMMAND_LINE, PUBLISHER, ROOT, TITLE, VERSION, WORK, four_numbers

ICON = WORK / "program.ico"
VERSIONS = {name: WORK / f"{name}.txt" for name in ("command line", "window")}
MANIFEST = Path(__file__).with_name("program.manifest")
_SIZES = (16, 20, 24, 32, 40, 48, 64, 256)

_VERSION = """\
VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0, OS=0x40004, fileType=0x1,
    subtype=0x0, date=(0, 0)),
  kids=[
    StringFileInfo([StringTable("040904B0", [
      StringStruct("CompanyName", {publisher!r}),
      StringStruct("FileDescription", {description!r}),
      StringStruct("FileVersion", {version!r}),
      StringStruct("InternalName", {name!r}),
      StringStruct("LegalCopyright", {copyright!r}),
      StringStruct("OriginalFilename", {file!r}),
      StringStruct("ProductName", {title!r}),
      StringStruct("ProductVersion", {version!r})])]),
    VarFileInfo([VarStruct("Translation", [1033, 1200])])
  ]
)
"""


def make(files: dict[str, str]) -> None:
    """Write the icon and a version resource for each of `files`: which program, and its file name."""
    WORK.mkdir(parents=True, exist_ok=True)
    ICON.write_bytes(icon(ROOT / "resources" / "icons" / "playvox-provisioning.svg"))
    for kind, file in files.items():
        description = f"{TITLE} (command line)" if file == COMMAND_LINE else TITLE
        VERSIONS[kind].write_text(_version(file, description), encoding="utf-8")


def _version(file: str, description: str) -> str:
    return _VERSION.format(
        numbers=four_numbers(VERSION),
        publisher=PUBLISHER,
        description=description,
        version=VERSION,
        name=file.removesuffix(".exe"),
        copyright=f"Copyright (c) 2026 {PUBLISHER}. MIT License.",
        file=file,
        title=TITLE,
    )


def icon(drawing: Path) -> bytes:
    """The drawing as an .ico with every size that Windows asks for, each a PNG."""
    pictures = [_png(drawing, size) for size in _SIZES]
    header = struct.pack("<HHH", 0, 1, len(pictures))
    at = len(header) + 16 * len(pictures)
    entries = b""
    for size, picture in zip(_SIZES, pictures, strict=True):
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    return header + entries + b"".join(pictures)


def _png(drawing: Path, size: int) -> bytes:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(drawing)).render(painter)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())
