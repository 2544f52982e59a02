"""The licenses of every package that a program contains: only those that may be given on with it.

The packages are those of the lock files that programs are frozen from, without the tools that freeze. One
may not be given on, `BROKER`: a Windows program for others is built with WITHOUT_BROKER=1.
"""

from __future__ import annotations

import re
import sysconfig
from pathlib import Path

from license_expression import ExpressionError, get_spdx_licensing

from build.components import MICROSOFT, packages
from build.frozen import BROKER

ROOT = Path(__file__).resolve().parents[1]
LOCKS = tuple(ROOT / "requirements" / f"{name}.lock" for name in ("run", "windows"))

ALLOWED = frozenset(
    {
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CNRI-Python",
        "ISC",
        "LGPL-3.0-only",  # Qt, as separate libraries that people may replace
        "MIT",
        "MIT-0",
        "MPL-2.0",
        "PSF-2.0",
        "Unlicense",
    }
)
# Packages for Windows alone are not installed where this is checked: what their own metadata say.
_FOR_WINDOWS = {BROKER: MICROSOFT, "pywin32-ctypes": "BSD-3-Clause"}
_NOT_GIVEN_ON = {BROKER: MICROSOFT}
# They freeze the program, and are not in it.
_TOOLS = frozenset(
    {
        *(
            "altgraph",
            "boolean-py",
            "cyclonedx-python-lib",
            "defusedxml",
            "license-expression",
            "packaging",
        ),
        *("packageurl-python", "pefile", "py-serializable", "pyinstaller", "pyinstaller-hooks-contrib"),
        *("setuptools", "sortedcontainers"),
    }
)


def complaints() -> list[str]:
    """Packages whose license is unknown, or none of those that are allowed."""
    return complaints_about(licenses(), locked())


def locked() -> set[str]:
    """The names of all packages that a program contains, on any system."""
    text = "\n".join(lock.read_text(encoding="utf-8") for lock in LOCKS)
    return set(re.findall(r"^([a-z0-9-]+)==", text, re.MULTILINE)) - _TOOLS


def licenses() -> dict[str, str]:
    """The SPDX expression of each package, from its own metadata where it is installed here."""
    return _FOR_WINDOWS | {
        part.name: part.license for part in packages(Path(sysconfig.get_path("purelib")))
    }


def complaints_about(known: dict[str, str], names: set[str]) -> list[str]:
    """The same for given licenses and names."""
    found = [f"{name}: no license is known" for name in sorted(names - known.keys())]
    for name in sorted(names & known.keys()):
        more = sorted(_names_in(known[name]) - ALLOWED - {_NOT_GIVEN_ON.get(name, "")})
        found += [f"{name} is under {known[name]}: {each} is not allowed" for each in more]
    return found


def _names_in(expression: str) -> set[str]:
    try:
        parsed = get_spdx_licensing().parse(expression)
    except ExpressionError:
        return {expression}
    return {str(symbol.key) for symbol in parsed.symbols} if parsed is not None else {"none"}
