"""The MSI, for Intune and Group Policy: for the computer, without questions.

wixl (msitools) makes it on Debian, WiX on Windows; both read the same description, which follows from the
program's files. Every GUID follows from a name, so that the same program gives the same description.
"""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

from build.windows.places import (
    MSI,
    NAME,
    ON_WINDOWS,
    PROGRAM,
    PUBLISHER,
    TITLE,
    VERSION,
    WINDOW,
    WORK,
    four_numbers,
)
from build.windows.resources import ICON

_NAMESPACE = "http://schemas.microsoft.com/wix/2006/wi"
_OURS = uuid.uuid5(uuid.NAMESPACE_DNS, f"{NAME}.invalid")
UPGRADE_CODE = str(uuid.uuid5(_OURS, "upgrade")).upper()
"""The same for every version: Windows Installer finds the earlier one by it."""


def make(out: Path = MSI, *, version: str = VERSION, program: Path = PROGRAM) -> Path:
    """Pack the frozen program into an MSI."""
    described = WORK / "program.wxs"
    described.write_bytes(describe(program, version))
    out.parent.mkdir(parents=True, exist_ok=True)
    if ON_WINDOWS:
        _run(
            "candle",
            "-nologo",
            "-arch",
            "x64",
            "-out",
            str(WORK / "program.wixobj"),
            str(described),
            cwd=program,
        )
        _run("light", "-nologo", "-sval", "-out", str(out), str(WORK / "program.wixobj"), cwd=program)
    else:
        # wixl reads sources relative to the folder it runs in.
        _run("wixl", "--arch", "x64", "--output", str(out), str(described), cwd=program)
    return out


def describe(program: Path, version: str) -> bytes:
    """The description of the MSI: one component for each file."""
    root = ElementTree.Element("Wix", xmlns=_NAMESPACE)
    numbers = ".".join(str(number) for number in four_numbers(version)[:3])
    product = _in(
        root, "Product", Id=_guid(f"product {version}"), UpgradeCode=UPGRADE_CODE, Name=TITLE,
        Version=numbers, Manufacturer=PUBLISHER, Language="1033",
    )  # fmt: skip
    _in(
        product,
        "Package",
        InstallerVersion="500",
        Compressed="yes",
        InstallScope="perMachine",
        Description=TITLE,
    )
    _in(
        product,
        "MajorUpgrade",
        DowngradeErrorMessage=f"A newer version of {TITLE} is installed. Remove it first.",
    )
    _in(product, "Media", Id="1", Cabinet="program.cab", EmbedCab="yes")
    _in(product, "Icon", Id="program.ico", SourceFile=Path(os.path.relpath(ICON, program)).as_posix())
    _in(product, "Property", Id="ARPPRODUCTICON", Value="program.ico")
    _in(product, "Property", Id="ARPNOMODIFY", Value="1")
    target = _in(product, "Directory", Id="TARGETDIR", Name="SourceDir")
    files = _in(
        _in(target, "Directory", Id="ProgramFiles64Folder"), "Directory", Id="INSTALLDIR", Name=TITLE
    )
    menu = _in(target, "Directory", Id="ProgramMenuFolder")
    feature = _in(product, "Feature", Id="Program", Level="1", Title=TITLE)
    folders = {PurePosixPath("."): files}
    for file in sorted(path for path in program.rglob("*") if path.is_file()):
        relative = PurePosixPath(file.relative_to(program).as_posix())
        component = _in(
            _folder(folders, relative.parent),
            "Component",
            Id=_id("c", relative),
            Guid=_guid(str(relative)),
            Win64="yes",
        )
        _in(component, "File", Id=_id("f", relative), Name=file.name, Source=str(relative), KeyPath="yes")
        _in(feature, "ComponentRef", Id=_id("c", relative))
    shortcut = _in(menu, "Component", Id="shortcut", Guid=_guid("shortcut"), Win64="yes")
    _in(
        shortcut, "Shortcut", Id="start", Name=TITLE, Target=f"[INSTALLDIR]{WINDOW}",
        WorkingDirectory="INSTALLDIR",
    )  # fmt: skip
    _in(
        shortcut, "RegistryValue", Root="HKLM", Key=f"Software\\{NAME}", Name="shortcut", Type="integer",
        Value="1", KeyPath="yes",
    )  # fmt: skip
    _in(feature, "ComponentRef", Id="shortcut")
    ElementTree.indent(root)
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def _folder(known: dict[PurePosixPath, ElementTree.Element], path: PurePosixPath) -> ElementTree.Element:
    if path not in known:
        known[path] = _in(_folder(known, path.parent), "Directory", Id=_id("d", path), Name=path.name)
    return known[path]


def _in(parent: ElementTree.Element, kind: str, **attributes: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, kind, attributes)


def _id(kind: str, path: PurePosixPath) -> str:
    return f"{kind}{uuid.uuid5(_OURS, str(path)).hex}"


def _guid(name: str) -> str:
    return str(uuid.uuid5(_OURS, name)).upper()


def _run(*command: str, cwd: Path) -> None:
    answer = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        sys.exit(f"{command[0]} failed:\n{(answer.stdout + answer.stderr)[-3000:]}")
