"""The winget manifest of a release: three files as winget's schema 1.9 describes them.

A manifest names the address that its installer is downloaded from, so it is made only where one is given.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from build.windows.msi import UPGRADE_CODE
from build.windows.places import INSTALLER, MSI, NAME, PUBLISHER, TITLE, VERSION, WINGET

IDENTIFIER = "PlayvoxProvisioning.Setup"
_SCHEMA = "1.9.0"


def make(base_url: str, folder: Path = WINGET, installer: Path = INSTALLER, msi: Path = MSI) -> list[Path]:
    """Write the manifest for a release whose files are at `base_url`."""
    folder.mkdir(parents=True, exist_ok=True)
    base = base_url.rstrip("/")
    nullsoft = {
        "InstallerType": "nullsoft",
        "Architecture": "x64",
        "InstallerUrl": f"{base}/{installer.name}",
        "InstallerSha256": _sha256(installer),
    }
    files: dict[str, dict[str, Any]] = {
        "": {"DefaultLocale": "en-US", **_head("version")},
        ".installer": {
            "MinimumOSVersion": "10.0.17763.0",
            "UpgradeBehavior": "install",
            "Commands": [NAME],
            "Installers": [
                {**nullsoft, "Scope": "user", "InstallerSwitches": {"Custom": "/CurrentUser"}},
                {
                    "InstallerType": "wix",
                    "Architecture": "x64",
                    "Scope": "machine",
                    "InstallerUrl": f"{base}/{msi.name}",
                    "InstallerSha256": _sha256(msi),
                    "AppsAndFeaturesEntries": [
                        {"UpgradeCode": f"{{{UPGRADE_CODE}}}", "DisplayName": TITLE}
                    ],
                    "ElevationRequirement": "elevationRequired",
                },
            ],
            **_head("installer"),
        },
        ".locale.en-US": {
            "PackageLocale": "en-US",
            "Publisher": PUBLISHER,
            "PackageName": TITLE,
            "License": "MIT",
            "ShortDescription": "Sets up and checks automatic Playvox accounts from Microsoft Entra ID.",
            **_head("defaultLocale"),
        },
    }
    return [_write(folder / f"{IDENTIFIER}{suffix}.yaml", content) for suffix, content in files.items()]


def _head(kind: str) -> dict[str, str]:
    return {
        "PackageIdentifier": IDENTIFIER,
        "PackageVersion": VERSION,
        "ManifestType": kind,
        "ManifestVersion": _SCHEMA,
    }


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest().upper()


def _write(file: Path, content: dict[str, Any]) -> Path:
    """JSON is YAML too, so that no value needs quoting rules of its own."""
    file.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    return file
