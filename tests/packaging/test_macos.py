"""The definition of the macOS application holds together; nobody has built it."""

from __future__ import annotations

import plistlib
import re

from build.macos import ENTITLEMENTS, INFO, OLDEST, steps
from wizard import __version__


def test_info_plist_has_what_macos_asks_for() -> None:
    read = plistlib.loads(plistlib.dumps(INFO))
    assert read == INFO
    assert re.fullmatch(r"[A-Za-z0-9.-]+", read["CFBundleIdentifier"])
    assert read["CFBundleShortVersionString"] == __version__
    assert tuple(map(int, OLDEST.split("."))) >= (14, 0)


def test_the_runtime_is_hardened_but_for_what_python_needs() -> None:
    entitlements = plistlib.loads(ENTITLEMENTS.read_bytes())
    assert entitlements == {"com.apple.security.cs.allow-unsigned-executable-memory": True}


def test_the_image_is_signed_before_it_is_notarized_and_stapled_after() -> None:
    commands = [" ".join(command) for command in steps("Developer ID Application: X", "profile")]
    order = ["--options runtime", "hdiutil create", ".dmg", "notarytool submit", "stapler staple"]
    places = [next(i for i, command in enumerate(commands) if part in command) for part in order]
    assert places == sorted(places)
