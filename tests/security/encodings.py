"""Encodings in which a key may appear in a file, a log or a process list."""

from __future__ import annotations

import base64
import json
import zipfile
from pathlib import Path
from urllib.parse import quote


def encodings_of(key: str) -> dict[str, bytes]:
    """Every encoding of a Playvox key (Base64 of "user id:api key") worth searching for, by name."""
    decoded = base64.b64decode(key).decode()
    user, _, api_key = decoded.partition(":")
    assert len(api_key) >= 12, "a canary has to be unmistakable"
    texts = {
        "as it is": key,
        "URL-encoded": quote(key, safe=""),
        "decoded": decoded,
        "decoded, URL-encoded": quote(decoded, safe=""),
        "the secret half": api_key,
        "the secret half in JSON": json.dumps(api_key)[1:-1],
        "encoded once more": base64.b64encode(key.encode()).decode(),
        "a part of it": key[: len(key) * 2 // 3],
    }
    found = {name: text.encode() for name, text in texts.items()}
    found["UTF-16"] = key.encode("utf-16-le")
    found["hexadecimal"] = key.encode().hex().encode()
    assert user
    return found


def sightings(folder: Path, searched: dict[str, bytes], spared: tuple[Path, ...] = ()) -> list[str]:
    """Files below `folder` that contain the key, and in which encoding; `spared` folders are left out."""
    seen = []
    for path in folder.rglob("*"):
        if path.is_symlink() or not path.is_file() or any(path.is_relative_to(part) for part in spared):
            continue
        content = path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                content += b"".join(archive.read(name) for name in archive.namelist())
        names = f"{path}".encode()
        seen += [f"{path}: {shape}" for shape, text in searched.items() if text in content or text in names]
    return seen
