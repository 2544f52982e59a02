"""For releases: builds into the program where it looks for newer versions, and whose signature it trusts.

`python3 -m build.update_channel` writes resources/updates.json from `UPDATE_ADDRESS` and
`UPDATE_PUBLIC_KEY` (`python -m build.updates public` prints it). Without both the file stays as it is, and
the program says that it cannot check. Runs before anything is installed: standard library only.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import sys
from pathlib import Path

FILE = Path(__file__).resolve().parents[1] / "resources" / "updates.json"
_KEY_BYTES = 32


def write(file: Path = FILE) -> str:
    """Write the file; returns what was done."""
    address, key = os.environ.get("UPDATE_ADDRESS", ""), os.environ.get("UPDATE_PUBLIC_KEY", "")
    if not address and not key:
        return "UPDATE_ADDRESS and UPDATE_PUBLIC_KEY are not set: the program cannot look for versions"
    if not address.startswith("https://") or not _is_key(key):
        sys.exit("UPDATE_ADDRESS must be https, and UPDATE_PUBLIC_KEY a raw Ed25519 key in Base64.")
    file.write_text(json.dumps({"address": address, "keys": [key]}) + "\n", encoding="utf-8")
    return f"The program looks for newer versions at {address}"


def _is_key(text: str) -> bool:
    try:
        return len(base64.b64decode(text, validate=True)) == _KEY_BYTES
    except binascii.Error:
        return False


if __name__ == "__main__":
    print(write())
