"""A Debian with nothing installed, in a folder: what machines are like before they have this program.

debootstrap makes each release once; what it made, and the packages that were downloaded, are kept in
/var/cache/playvox-provisioning-build, outside the checkout. Each use unpacks a new copy. Every command runs
in namespaces of its own: when it ends, so do its processes and its mounts. Needs root.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from build import system_packages

RELEASES = {"bookworm": "12", "trixie": "13"}
USER = "anna"
"""A person without administrator rights."""

_KEPT = Path("/var/cache/playvox-provisioning-build")
_MONTH = 30 * 24 * 3600  # seconds; then debootstrap is asked again
_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
_ENVIRONMENT = {
    "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LANG": "C.UTF-8",
    "DEBIAN_FRONTEND": "noninteractive",
    "PIP_CERT": "/opt/build-machine.crt",
    "PIP_CACHE_DIR": "/opt/pip",
}
# `exec` makes the command the namespace's first process: the kernel ends the others with it.
_ENTER = """
mount -t proc proc "$ROOT/proc" && mount -t sysfs sysfs "$ROOT/sys" &&
mount --bind /dev "$ROOT/dev" && mount -t tmpfs tmpfs "$ROOT/dev/shm" &&
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$ROOT/dev/pts" &&
mount --bind "$KEPT/apt" "$ROOT/var/cache/apt/archives" && mount --bind "$KEPT/pip" "$ROOT/opt/pip" &&
exec chroot "$ROOT" "$@"
"""


class FreshDebian:
    """One copy of a release, in a folder."""

    def __init__(self, release: str, root: Path) -> None:
        self.release = release
        self.root = root

    def run(
        self, command: str, *, user: str = "root", seconds: float = 600
    ) -> subprocess.CompletedProcess[str]:
        """Run a shell command inside; `stdout` has both streams. Raises TimeoutExpired after `seconds`."""
        inside = ["sh", "-c", command] if user == "root" else ["runuser", "-u", user, "--", "sh", "-c"]
        if user != "root":
            inside.append(f"export HOME=/home/{user} PIP_CACHE_DIR=/home/{user}/.cache/pip; cd; {command}")
        apart = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation", "private"]
        kept = _KEPT / self.release
        return subprocess.run(
            [*apart, "sh", "-c", _ENTER, "sh", *inside],
            env={**_ENVIRONMENT, "ROOT": str(self.root), "KEPT": str(kept)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            timeout=seconds,
        )

    def install(self, *names: str) -> None:
        """Install packages of Debian, without those that are only recommended; exits when apt-get fails."""
        command = f"apt-get update -q && apt-get install -q -y --no-install-recommends {shlex.join(names)}"
        answer = self.run(command)
        if answer.returncode != 0:
            sys.exit(f"Debian {self.release} did not install {names}:\n{answer.stdout[-2000:]}")

    def files(self) -> set[str]:
        """Every file and folder but what is nobody's: caches, logs, temporary files, apt's own lists."""
        left_out = (
            "proc",
            "dev",
            "sys",
            "tmp",
            "run",
            "var/cache",
            "var/log",
            "var/lib/apt",
            "var/lib/dpkg",
        )
        found: set[str] = set()
        for folder, folders, names in os.walk(self.root):
            place = os.path.relpath(folder, self.root)
            folders[:] = [name for name in folders if os.path.normpath(f"{place}/{name}") not in left_out]
            found.update(os.path.normpath(f"{place}/{name}") for name in (*folders, *names))
        return found


@contextmanager
def fresh_debian(release: str) -> Iterator[FreshDebian]:
    """A new copy of a release, with a person `USER`; it is deleted at the end."""
    if os.geteuid() != 0:
        sys.exit("A fresh Debian is made as root.")
    packed = _packed(release)
    with tempfile.TemporaryDirectory(prefix=f"debian-{release}-", ignore_cleanup_errors=True) as folder:
        root = Path(folder, "root")
        root.mkdir()
        subprocess.run(["tar", "--extract", "--file", str(packed), "--directory", str(root)], check=True)
        # An installed Debian has this file; debootstrap makes none.
        (root / "etc" / "hosts").write_text("127.0.0.1 localhost\n", encoding="ascii")
        shutil.copyfile("/etc/resolv.conf", root / "etc" / "resolv.conf")
        (root / "opt" / "pip").mkdir()
        (root / "etc" / "dpkg" / "dpkg.cfg.d" / "in-a-copy").write_text(
            "force-unsafe-io\n", encoding="ascii"
        )
        # Where the package index is reached through a proxy of this machine's network, pip must trust it.
        shutil.copyfile(_CERTIFICATES, root / "opt" / "build-machine.crt")
        debian = FreshDebian(release, root)
        answer = debian.run(f"useradd --create-home --shell /bin/bash {USER}")
        if answer.returncode != 0:
            sys.exit(f"Debian {release} cannot be entered:\n{answer.stdout}")
        yield debian


def _packed(release: str) -> Path:
    kept = _KEPT / release
    packed = kept / "debian.tar"
    for name in ("apt/partial", "pip"):
        (kept / name).mkdir(parents=True, exist_ok=True)
    if packed.is_file() and time.time() - packed.stat().st_mtime < _MONTH:
        return packed
    system_packages.ensure(system_packages.BARE)
    with tempfile.TemporaryDirectory(dir=kept) as folder:
        root, new = Path(folder, "root"), Path(folder, "debian.tar")
        subprocess.run(
            ["debootstrap", "--variant=minbase", release, str(root)], check=True, stdout=subprocess.DEVNULL
        )
        subprocess.run(["tar", "--create", "--file", str(new), "--directory", str(root), "."], check=True)
        new.replace(packed)
    return packed
