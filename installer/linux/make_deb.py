"""`make deb`: the frozen program as a Debian package, and as a tar.gz for other systems.

The same frozen program gives the same bytes: files have the date of the source, root owns them, and their
names are sorted.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import textwrap
from datetime import UTC, datetime
from email.utils import formatdate
from pathlib import Path

from build.components import BILL, LICENSES
from build.package import DIST, FROZEN, ROOT
from build.source_date import reproducible, source_date
from installer.linux.dependencies import dependencies
from wizard import __version__
from wizard.cli.completion import completion_script

HERE = Path(__file__).resolve().parent
NAME = "playvox-provisioning"
STAGE = ROOT / ".cache" / "deb"
METAINFO = "io.github.playvox_provisioning.metainfo.xml"
MAINTAINER = "Playvox Provisioning Setup <playvox-provisioning@localhost>"
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
    _write(f"usr/share/metainfo/{METAINFO}", _metainfo())
    manual = (HERE / f"{NAME}.1").read_text(encoding="utf-8").replace("@VERSION@", __version__)
    _compress(manual, f"usr/share/man/man1/{NAME}.1.gz")
    _write(f"usr/share/bash-completion/completions/{NAME}", completion_script("bash"))
    _write(f"usr/share/zsh/vendor-completions/_{NAME}", completion_script("zsh"))
    _write(f"usr/share/fish/vendor_completions.d/{NAME}.fish", completion_script("fish"))
    for schema in sorted((ROOT / "docs" / "schemas").glob("*.json")):
        _place(schema, f"usr/share/doc/{NAME}/schemas/{schema.name}")
    _compress((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), f"usr/share/doc/{NAME}/NEWS.gz")
    _compress(_debian_changelog(), f"usr/share/doc/{NAME}/changelog.gz")
    _write(f"usr/share/doc/{NAME}/copyright", _copyright())
    for document in (LICENSES, BILL):
        (STAGE / "usr" / "share" / "doc" / NAME / document).symlink_to(f"../../../lib/{NAME}/{document}")
    _place(HERE / "lintian-overrides", f"usr/share/lintian/overrides/{NAME}")
    _tidy_permissions()
    _control()
    package = DIST / f"{NAME}_{__version__}_{_architecture()}.deb"
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zxz", "-z3", "--build", str(STAGE), str(package)],
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, **reproducible()},
    )
    return package


def make_archive() -> Path:
    """The frozen program as a tar.gz that runs where it is unpacked."""
    name = f"{NAME}-{__version__}-linux-{_architecture()}"
    archive = DIST / f"{name}.tar.gz"
    with (
        archive.open("wb") as raw,
        gzip.GzipFile("", "wb", 6, raw, mtime=source_date()) as packed,
        tarfile.open(fileobj=packed, mode="w") as files,
    ):
        for path in [FROZEN, *sorted(FROZEN.rglob("*"))]:
            files.add(path, f"{name}/{path.relative_to(FROZEN)}", recursive=False, filter=_anonymous)
    return archive


def _anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    entry.mtime = source_date()
    return entry


def _control() -> None:
    size = sum(path.lstat().st_size for path in (STAGE / "usr").rglob("*")) // 1024
    control = f"""\
        Package: {NAME}
        Version: {__version__}
        Architecture: {_architecture()}
        Maintainer: {MAINTAINER}
        Installed-Size: {size}
        Depends: {", ".join(dependencies(FROZEN))}
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


def _tidy_permissions() -> None:
    """Programs and folders may be entered, libraries are only read."""
    for path in (STAGE / "usr").rglob("*"):
        if path.is_symlink():
            continue
        path.chmod(0o755 if path.is_dir() or path == STAGE / "usr" / "lib" / NAME / NAME else 0o644)


def _debian_changelog() -> str:
    return (
        f"{NAME} ({__version__}) unstable; urgency=medium\n\n  * See NEWS.gz.\n\n"
        f" -- {MAINTAINER}  {formatdate(source_date())}\n"
    )


def _metainfo() -> str:
    """The metadata with the release that this package is."""
    day = datetime.fromtimestamp(source_date(), UTC).date()
    release = f'<release version="{__version__}" date="{day}"/>'
    return (HERE / METAINFO).read_text(encoding="utf-8").replace("@RELEASE@", release)


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
    print(f"Archive: {make_archive()}")
