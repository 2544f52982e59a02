"""Lines of practice tenants: whatever is in the file, one sentence, no traceback, no hang."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from wizard.cli.session import read_line
from wizard.messages import explain
from wizard.problem import ProblemError
from wizard.steps import PracticeLine
from wizard.steps.base.practice_sign_in import running_network

GOOD: dict[str, Any] = {
    "graph": "https://localhost:1",
    "authority": "https://localhost:1/tenant",
    "tenant_id": "t",
    "client_id": "c",
    "account": "a",
    "scim": "https://localhost:2/scim/v1",
    "key": "a2V5",
    "ca_file": "/none",
    "control": "https://localhost:1/control/x",
}
WRONG: dict[str, Any] = {
    "another host": {"graph": "https://graph.microsoft.com:443"},
    "no encryption": {"graph": "http://localhost:1"},
    "no port": {"scim": "https://localhost"},
    "a port that is none": {"scim": "https://localhost:99999999"},
    "no address": {"control": "::::"},
    "half an address": {"scim": "https://[::"},
    "no tenant": {"authority": "https://localhost:1/"},
    "somebody's password": {"authority": "https://localhost:1@evil.example:1/t"},
    "control characters": {"graph": "https://localhost:1/\u001b[31m\u202e"},
    "endless": {"graph": "https://localhost:1/" + "a" * 5_000},
    "a number": {"account": 5},
}
CONTENTS: dict[str, bytes] = {
    "empty": b"",
    "a list": b"[1]",
    "deep": b"[" * 90_000,
    "huge": b"x" * 200_000,
    "UTF-16": json.dumps(GOOD).encode("utf-16"),
    "no text": b"\xff\x00\xe9",
    "a surrogate": json.dumps({**GOOD, "account": "\ud800"}).encode(),
    **{name: json.dumps({**GOOD, **change}).encode() for name, change in WRONG.items()},
}


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_a_file_without_a_usable_line_says_what_is_wrong(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "line.json"
    file.write_bytes(content)
    with pytest.raises(ProblemError) as caught:
        read_line(file)
    assert caught.value.problem.code == "practice_line_unreadable"
    assert explain(caught.value.problem).why.endswith(".")


def test_a_good_line_is_read_also_with_a_mark_before_it(tmp_path: Path) -> None:
    file = tmp_path / "line.json"
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps(GOOD).encode() + b"\r\nmore\n")
    assert read_line(file).graph == GOOD["graph"]


@pytest.mark.timeout(20)
@pytest.mark.parametrize("kind", ["missing", "a folder", "a pipe", "a device", "no certificate"])
async def test_an_authority_that_cannot_be_read_means_not_running(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "ca.pem"
    if kind == "a folder":
        path.mkdir()
    elif kind == "a pipe":
        if not hasattr(os, "mkfifo"):
            pytest.skip("no pipes with a name here")
        os.mkfifo(path)
    elif kind == "a device":
        path = Path(os.devnull)
    elif kind == "no certificate":
        path.write_bytes(b"garbage")
    line = PracticeLine.model_validate({**GOOD, "ca_file": str(path)})
    with pytest.raises(ProblemError) as caught:
        await running_network(line)
    assert caught.value.problem.code == "practice_not_running"
