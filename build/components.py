"""What a frozen program is made of: `licenses.txt` with every license, `sbom.cdx.json` as CycloneDX.

The packages are those of requirements/run.lock that are installed where the program was frozen.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import Distribution, distributions
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from build.frozen import BROKER, with_broker
from build.source_date import source_date
from wizard import __version__

ROOT = Path(__file__).resolve().parents[1]
LICENSES, BILL = "licenses.txt", "sbom.cdx.json"
_LOCK = ROOT / "requirements" / "run.lock"
_TEXTS = ROOT / "installer" / "licenses"
_NAME = "playvox-provisioning"
MICROSOFT = "LicenseRef-Microsoft-Software-License-Terms"
_QT = {"pyside6-essentials", "shiboken6"}
# Of packages whose metadata has no SPDX expression, by what their classifiers or their own files say.
_SPDX = {
    "apache software license": "Apache-2.0",
    "apache-2.0": "Apache-2.0",
    "bsd license": "BSD-3-Clause",
    "bsd": "BSD-3-Clause",
    "isc license (iscl)": "ISC",
    "mit license": "MIT",
    "mit": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "python software foundation license": "PSF-2.0",
    "the unlicense (unlicense)": "Unlicense",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the program that others made. `text`: its license, whole."""

    name: str
    version: str
    license: str
    text: str
    kind: str = "pypi"
    """The package URL's type: "pypi", "deb" or "generic"."""


def packages(site: Path) -> list[Part]:
    """The locked packages installed in a folder, in order of their names."""
    wanted = _locked() | ({BROKER} if with_broker() else set())
    found = {_normal(each.metadata["Name"]): each for each in distributions(path=[str(site)])}
    return [_part(name, found[name]) for name in sorted(wanted & found.keys())]


def write(folder: Path, parts: Sequence[Part]) -> None:
    """Write both files into the program's folder; the same parts give the same bytes."""
    (folder / LICENSES).write_text(_licenses(parts), encoding="utf-8")
    (folder / BILL).write_text(_bill(parts) + "\n", encoding="utf-8")


def _locked() -> set[str]:
    return set(re.findall(r"^([a-z0-9-]+)==", _LOCK.read_text(encoding="utf-8"), re.MULTILINE))


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _part(name: str, found: Distribution) -> Part:
    texts = [
        file.locate().read_text(encoding="utf-8", errors="replace")  # type: ignore[attr-defined]
        for file in found.files or ()
        if re.match(r"(?i)(licen[cs]e|copying|notice|authors)", file.name) and ".dist-info" in str(file)
    ]
    if name in _QT:
        texts = [(_TEXTS / f"{each}.txt").read_text(encoding="utf-8") for each in ("LGPL-3", "GPL-3")]
    return Part(name, found.version, _license(name, found), "\n\n".join(texts).strip())


def _license(name: str, found: Distribution) -> str:
    if name in _QT:
        return "LGPL-3.0-only"  # of the three that Qt offers, the one that this program uses
    if name == BROKER:
        return MICROSOFT  # its own text, whatever its metadata says
    metadata = found.metadata
    if "License-Expression" in metadata:
        return metadata["License-Expression"]
    told = [
        each.rpartition(" :: ")[2] for each in metadata.get_all("Classifier", []) if "License ::" in each
    ]
    for each in (*told, *metadata.get_all("License", [])):
        if spdx := _SPDX.get(each.strip().casefold()):
            return spdx
    return "Apache-2.0" if name == "shtab" else "LicenseRef-see-licenses.txt"  # it names a link only


def _licenses(parts: Iterable[Part]) -> str:
    head = (
        "Playvox Provisioning Setup is under the MIT License (LICENSE). It contains what is listed here,\n"
        "each part under its own license.\n\n"
        "Qt (PySide6, shiboken6) is used under the LGPL, version 3, as separate shared libraries: you may\n"
        "replace them with your own build of the same version.\n"
    )
    rule = "=" * 100
    alike: dict[tuple[str, str], list[Part]] = {}  # several packages of one source have one text
    for part in parts:
        alike.setdefault((part.license, part.text), []).append(part)
    found = [
        "\n".join([rule, *(f"{part.name} {part.version}" for part in same), name, rule, "", text, ""])
        for (name, text), same in alike.items()
    ]
    return "\n".join([head, *found])


def _bill(parts: Iterable[Part]) -> str:
    parts = list(parts)
    licenses = LicenseFactory()
    root = Component(name=_NAME, version=__version__, type=ComponentType.APPLICATION, bom_ref=_NAME)
    root.licenses.add(licenses.make_with_expression("MIT"))
    bom = Bom()
    bom.metadata.component = root
    bom.metadata.timestamp = datetime.fromtimestamp(source_date(), UTC)
    content = " ".join(f"{part.name}@{part.version}" for part in parts)
    bom.serial_number = uuid.uuid5(uuid.NAMESPACE_DNS, f"{_NAME}@{__version__} {content}")
    made = []
    for part in parts:
        address = PackageURL(part.kind, "debian" if part.kind == "deb" else None, part.name, part.version)
        component = Component(
            name=part.name,
            version=part.version,
            type=ComponentType.LIBRARY,
            purl=address,
            bom_ref=str(address),
        )
        component.licenses.add(licenses.make_from_string(part.license))
        bom.components.add(component)
        made.append(component)
    bom.register_dependency(root, made)
    return JsonV1Dot6(bom).output_as_string(indent=2)
