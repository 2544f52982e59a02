"""`make deb`: the frozen program as a Debian package with desktop entry, icon, man page and metadata."""

from __future__ import annotations

import gzip
import hashlib
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

from build.package import DIST, FROZEN, ROOT
from build.system_packages import WINDOW
from wizard import __version__
from wizard.cli.completion import completion_script

HERE = Path(__file__).resolve().parent
NAME = "playvox-provisioning"
STAGE = ROOT / ".cache" / "deb"
METAINFO = "io.github.playvox_provisioning.metainfo.xml"
# Any desktop's keyring works: it keeps the Playvox key between sessions.
KEYRINGS = "gnome-keyring | kwalletmanager | keepassxc"


def make() -> Path:
    """Lay out the package's files and have dpkg-deb pack them; returns the .deb in dist/."""
    if not FROZEN.is_dir():
        sys.exit("There is no frozen program yet: make package")
    shutil.rmtree(STAGE, ignore_errors=True)
    shutil.copytree(FROZEN, STAGE / "usr" / "lib" / NAME, symlinks=True)
    (STAGE / "usr" / "bin").mkdir(parents=True)
    (STAGE / "usr" / "bin" / NAME).symlink_to(f"../lib/{NAME}/{NAME}")
    _place(HERE / f"{NAME}.desktop", f"usr/share/applications/{NAME}.desktop")
    _place(
        ROOT / "resources" / "icons" / f"{NAME}.svg", f"usr/share/icons/hicolor/scalable/apps/{NAME}.svg"
    )
    _place(HERE / METAINFO, f"usr/share/metainfo/{METAINFO}")
    manual = (HERE / f"{NAME}.1").read_text(encoding="utf-8").replace("@VERSION@", __version__)
    _compress(manual, f"usr/share/man/man1/{NAME}.1.gz")
    _write(f"usr/share/bash-completion/completions/{NAME}", completion_script("bash"))
    _write(f"usr/share/zsh/vendor-completions/_{NAME}", completion_script("zsh"))
    _write(f"usr/share/fish/vendor_completions.d/{NAME}.fish", completion_script("fish"))
    for schema in sorted((ROOT / "docs" / "schemas").glob("*.json")):
        _place(schema, f"usr/share/doc/{NAME}/schemas/{schema.name}")
    _compress((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), f"usr/share/doc/{NAME}/changelog.gz")
    _write(f"usr/share/doc/{NAME}/copyright", _copyright())
    _control()
    architecture = _architecture()
    package = DIST / f"{NAME}_{__version__}_{architecture}.deb"
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zxz", "-z3", "--build", str(STAGE), str(package)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return package


def _control() -> None:
    size = sum(path.lstat().st_size for path in (STAGE / "usr").rglob("*")) // 1024
    control = f"""\
        Package: {NAME}
        Version: {__version__}
        Architecture: {_architecture()}
        Maintainer: Playvox Provisioning Setup <playvox-provisioning@localhost>
        Installed-Size: {size}
        Depends: libc6 (>= 2.31), {", ".join(WINDOW)}
        Recommends: {KEYRINGS}
        Section: admin
        Priority: optional
        Description: setup assistant for Playvox accounts from Microsoft Entra ID
         Leads an administrator through giving and removing Playvox accounts
         automatically from Microsoft Entra ID (SCIM 2.0), tests the connection and
         says why something fails. A practice tenant is built in.
        """
    _write("DEBIAN/control", textwrap.dedent(control))
    sums = [
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  {path.relative_to(STAGE)}"
        for path in sorted((STAGE / "usr").rglob("*"))
        if path.is_file() and not path.is_symlink()
    ]
    _write("DEBIAN/md5sums", "\n".join(sums) + "\n")


def _copyright() -> str:
    license_lines = (ROOT / "LICENSE").read_text(encoding="utf-8").strip().splitlines()
    body = "\n".join(f" {line}" if line.strip() else " ." for line in license_lines)
    return (HERE / "copyright").read_text(encoding="utf-8").replace("@LICENSE@", body)


def _architecture() -> str:
    command = ["dpkg", "--print-architecture"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _place(source: Path, target: str) -> None:
    _write(target, source.read_text(encoding="utf-8"))


def _compress(text: str, target: str) -> None:
    path = STAGE / target
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _write(target: str, text: str) -> None:
    path = STAGE / target
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o644)


if __name__ == "__main__":
    print(f"Debian package: {make()}")
