"""The macOS application: its Info.plist, and the steps from the frozen program to a notarized disk image.

Nobody has run this yet: see docs/platforms.md. `python -m build.macos` builds the application on macOS, in
the Python that has requirements/freeze.lock; `--steps IDENTITY PROFILE` prints the commands that follow.
"""

from __future__ import annotations

import platform
import shlex
import subprocess
import sys
import sysconfig
from pathlib import Path

from wizard import __version__

ROOT = Path(__file__).resolve().parents[1]
DIST = ROOT / "dist"
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


def build() -> None:
    """Freeze the application, with the licenses of what is in it; unsigned."""
    from build import components  # not at the top: build/wizard.spec imports this module

    command = [
        sys.executable,
        "-m",
        "PyInstaller",
        str(ROOT / "build" / "wizard.spec"),
        "--noconfirm",
        "--clean",
    ]
    command += ["--workpath", str(ROOT / ".cache" / "pyinstaller"), "--distpath", str(DIST)]
    subprocess.run(command, cwd=ROOT, check=True)
    text = Path(sysconfig.get_path("stdlib"), "LICENSE.txt").read_text(encoding="utf-8")
    python = components.Part("python", platform.python_version(), "PSF-2.0", text, "generic")
    parts = [python, *components.packages(Path(sysconfig.get_path("purelib")))]
    components.write(DIST / f"{TITLE}.app" / "Contents" / "Resources", parts)


def main(arguments: list[str]) -> None:
    """Build, or print the commands after building, one a line."""
    if not arguments:
        build()
    elif arguments[0] == "--steps" and len(arguments) == 3:
        for command in steps(arguments[1], arguments[2]):
            print(shlex.join(command))
    else:
        sys.exit("usage: python -m build.macos [--steps IDENTITY PROFILE]")


if __name__ == "__main__":
    main(sys.argv[1:])
