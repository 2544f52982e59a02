"""The macOS application: its Info.plist, and the steps from the frozen program to a notarized disk image.

Nobody has run this yet: see docs/platforms.md. `python -m build.macos` prints the steps.
"""

from __future__ import annotations

import sys
from pathlib import Path

from wizard import __version__

ROOT = Path(__file__).resolve().parents[1]
IDENTIFIER = "io.github.playvox-provisioning"
TITLE = "Playvox Provisioning Setup"
ENTITLEMENTS = ROOT / "installer" / "macos" / "entitlements.plist"
OLDEST = "14.0"
"""PySide6 6.12 runs on nothing older."""

INFO: dict[str, object] = {
    "CFBundleIdentifier": IDENTIFIER,
    "CFBundleName": TITLE,
    "CFBundleDisplayName": TITLE,
    "CFBundleExecutable": "playvox-provisioning",
    "CFBundlePackageType": "APPL",
    "CFBundleShortVersionString": __version__,
    "CFBundleVersion": __version__,
    "LSMinimumSystemVersion": OLDEST,
    "LSApplicationCategoryType": "public.app-category.business",
    "LSArchitecturePriority": ["arm64"],  # cryptography has no wheel for Intel
    "NSHighResolutionCapable": True,
    "NSRequiresAquaSystemAppearance": False,  # dark mode is followed
    "NSHumanReadableCopyright": "Copyright (c) 2026 The Playvox Provisioning Setup authors. MIT License.",
}


def steps(identity: str, profile: str) -> list[list[str]]:
    """The commands after PyInstaller: sign, pack, notarize. `profile` is one of notarytool's keychain."""
    app = f"dist/{TITLE}.app"
    image = f"dist/playvox-provisioning-{__version__}-arm64.dmg"
    sign = ["codesign", "--force", "--timestamp", "--sign", identity]
    runtime = ["--deep", "--options", "runtime", "--entitlements", str(ENTITLEMENTS.relative_to(ROOT))]
    return [
        [*sign, *runtime, app],
        ["codesign", "--verify", "--deep", "--strict", app],
        ["hdiutil", "create", "-volname", TITLE, "-srcfolder", app, "-format", "UDZO", "-ov", image],
        [*sign, image],
        ["xcrun", "notarytool", "submit", image, "--keychain-profile", profile, "--wait"],
        ["xcrun", "stapler", "staple", image],
        ["spctl", "--assess", "--type", "open", "--context", "context:primary-signature", image],
    ]


if __name__ == "__main__":
    import shlex

    if len(sys.argv) != 3:
        sys.exit("usage: python -m build.macos IDENTITY PROFILE")
    for command in steps(sys.argv[1], sys.argv[2]):
        print(shlex.join(command))
