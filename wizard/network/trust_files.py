"""Files with trusted certificates that somebody named: one that cannot be used is said before connecting.

OpenSSL, and so this program on Linux, reads SSL_CERT_FILE and SSL_CERT_DIR. Without a word, a file that is
missing there would make every certificate look untrusted.
"""

from __future__ import annotations

import os
import ssl
import sys
from collections.abc import Mapping
from pathlib import Path

from wizard.file_reasons import file_reason
from wizard.messages import _
from wizard.own_files import FileTooLargeError, must_be_file
from wizard.problem import Problem, ProblemError

_FILE, _FOLDERS = "SSL_CERT_FILE", "SSL_CERT_DIR"
_MOST_BYTES = 32_000_000


def check_trust_files(variables: Mapping[str, str] | None = None) -> None:
    """Raises `trust_file_unusable` for a variable whose file or folders cannot be used."""
    found: Mapping[str, str] = os.environ if variables is None else variables
    if sys.platform in ("win32", "darwin"):
        return  # the system is asked there
    if file := found.get(_FILE):
        check_trust_file(Path(file), _FILE)
    folders = [Path(each) for each in found.get(_FOLDERS, "").split(os.pathsep) if each]
    if folders and not any(is_folder(each) for each in folders):
        why = _("It is not a folder that this account can read.")
        raise _unusable(_FOLDERS, str(folders[0]), why)


def check_trust_file(file: Path, name: str) -> None:
    """Raises `trust_file_unusable` when it holds no certificates; `name` is the variable or flag."""
    try:
        size = file.stat().st_size
        must_be_file(file)
        if size > _MOST_BYTES:
            raise FileTooLargeError(file, _MOST_BYTES)
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=str(file))
    except ssl.SSLError as error:
        why = _("It holds no certificates in PEM form.")
        raise _unusable(name, str(file), why, str(error)) from error
    except (OSError, ValueError) as error:
        raise _unusable(name, str(file), file_reason(error)) from error


def is_folder(path: Path) -> bool:
    """Whether it is a folder that this account can read."""
    try:
        return path.is_dir() and os.access(path, os.R_OK | os.X_OK)
    except (OSError, ValueError):
        return False


def _unusable(name: str, value: str, why: str, raw: str = "") -> ProblemError:
    return ProblemError(Problem("trust_file_unusable", {"name": name, "value": value, "why": why}, raw))
