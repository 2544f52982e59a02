"""The Debian package on a machine that has nothing: installs it in a fresh Debian, uses it, removes it.

`python -m build.bare_machine bookworm|trixie` as root, after `make deb`. debootstrap makes the Debian in
.cache/bare, once; nothing of this machine but its /dev is seen there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from build.package import DIST, ROOT
from wizard import __version__

NAME = "playvox-provisioning"
_ENVIRONMENT = {
    "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LANG": "C.UTF-8",
    "DEBIAN_FRONTEND": "noninteractive",
}
# Each prints one line at the end; a failing one ends the run.
_STEPS = {
    "install": f"apt-get install -q -y --no-install-recommends /root/{NAME}.deb",
    "version": f"{NAME} --version | grep -x '{NAME} {__version__}'",
    "without a display": f"{NAME} 2>&1 | grep 'There is no display'",
    "as a normal user": f"id anna >/dev/null 2>&1 || useradd -m anna; su anna -c '{NAME} journal'",
    "tour": "Xvfb :77 -screen 0 1600x1200x24 & sleep 5;"
    f" DISPLAY=:77 {NAME} --tour /root/tour; code=$?; kill $!; exit $code",
    "test": f"{NAME} practice serve --people 20 >/root/line & until [ -s /root/line ]; do sleep 1; done;"
    f" {NAME} test --practice /root/line; code=$?; kill $!; exit $code",
    "remove": f"dpkg --purge {NAME}",
}


def main(release: str) -> int:
    """Run all steps; returns 1 when one fails or when something is left."""
    if os.geteuid() != 0:
        sys.exit("A fresh Debian is made as root.")
    root = _debian(release)
    package = next(DIST.glob(f"{NAME}_{__version__}_*.deb"))
    shutil.copyfile(package, root / "root" / f"{NAME}.deb")
    with _mounted(root):
        _run(root, "apt-get update -q && apt-get install -q -y --no-install-recommends xvfb")
        before = _names(root)
        for name, command in _STEPS.items():
            answer = _run(root, command)
            print(f"{release}: {name}: {'passed' if answer.returncode == 0 else 'FAILED'}", flush=True)
            if answer.returncode != 0:
                print(answer.stdout[-3000:])
                return 1
    left = sorted(_names(root) - before)
    print(f"{release}: left behind: {left or 'nothing'}")
    return 1 if left else 0


def _debian(release: str) -> Path:
    root = ROOT / ".cache" / "bare" / release
    if not (root / "root").is_dir():
        root.mkdir(parents=True, exist_ok=True)
        subprocess.run(["debootstrap", "--variant=minbase", release, str(root)], check=True)
    # An installed Debian has this file; debootstrap makes none.
    (root / "etc" / "hosts").write_text("127.0.0.1 localhost\n", encoding="ascii")
    shutil.copyfile("/etc/resolv.conf", root / "etc" / "resolv.conf")
    return root


@contextmanager
def _mounted(root: Path) -> Iterator[None]:
    subprocess.run(["mount", "-t", "proc", "proc", str(root / "proc")], check=True)
    subprocess.run(["mount", "--bind", "/dev", str(root / "dev")], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", str(root / "dev")], check=False)
        subprocess.run(["umount", str(root / "proc")], check=False)


def _run(root: Path, command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["chroot", str(root), "sh", "-c", command],
        env=_ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
        timeout=900,
    )


def _names(root: Path) -> set[str]:
    folders = [root / name for name in ("usr", "etc", "opt", "var/lib")]
    return {str(path.relative_to(root)) for folder in folders for path in folder.rglob("*playvox*")}


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m build.bare_machine bookworm|trixie")
    sys.exit(main(sys.argv[1]))
