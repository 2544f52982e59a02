"""Signs what is shipped, where a certificate is given; without one everything stays unsigned.

`WINDOWS_CERTIFICATE` names a PKCS #12 file, `WINDOWS_CERTIFICATE_PASSWORD_FILE` a file with its password,
`WINDOWS_TIMESTAMP_URL` a timestamp service. The password is never on a command line.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from build.windows.places import TITLE


@dataclass(frozen=True, slots=True)
class Signer:
    """How files are signed."""

    certificate: Path
    password_file: Path
    timestamp_url: str = ""

    def command(self, file: str, signed: str) -> list[str]:
        """The command that signs `file` into `signed`."""
        more = ["-ts", self.timestamp_url] if self.timestamp_url else []
        return [
            "osslsigncode", "sign", "-pkcs12", str(self.certificate), "-readpass", str(self.password_file),
            "-h", "sha256", "-n", TITLE, *more, "-in", file, "-out", signed,
        ]  # fmt: skip

    def sign(self, file: Path) -> None:
        """Sign a program, an installer or an MSI in place."""
        signed = file.with_name(f"{file.name}.signed")
        subprocess.run(self.command(str(file), str(signed)), check=True, capture_output=True)
        signed.chmod(file.stat().st_mode)
        signed.replace(file)


def signer() -> Signer | None:
    """The signer that the environment names; None when it names none."""
    certificate = os.environ.get("WINDOWS_CERTIFICATE")
    if not certificate:
        return None
    return Signer(
        Path(certificate),
        Path(os.environ["WINDOWS_CERTIFICATE_PASSWORD_FILE"]),
        os.environ.get("WINDOWS_TIMESTAMP_URL", ""),
    )


def main(files: list[str]) -> int:
    """Sign the named files: makensis calls this for the installer and the uninstaller in it."""
    found = signer()
    if found is None:
        sys.exit("No certificate: WINDOWS_CERTIFICATE names none.")
    for file in files:
        found.sign(Path(file))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
