"""The same faults at scim2-tester and at this connection test, as docs/side-by-side.md.

`python -m tests.bench.side_by_side` installs scim2-tester into a folder of its own in the cache, plants
each fault on loopback, asks both, and writes the page.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import threading
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.connection.lab.authority import Authority
from tests.connection.lab.fault import KEY, Fault
from tests.connection.lab.faults import ALL
from tests.connection.lab.server import Seen
from tests.connection.lab.words import shown

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "side-by-side.md"
FOLDER = ROOT / ".cache" / "scim2-tester"
PACKAGES = ("scim2-tester==0.5.2", "scim2-client[httpx2]==0.13.2")
COUNT = 25
_LONGEST = 110
_ASK = """
import json, sys
from httpx2 import Client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server
headers = {"Authorization": "Bearer " + sys.stdin.read()}
client = SyncSCIMClient(Client(base_url=sys.argv[1], headers=headers, timeout=5))
try:
    found = [(each.status.name, each.title or "", each.reason or "") for each in check_server(client)]
except Exception as error:
    found = [("CRITICAL", type(error).__name__, str(error))]
print(json.dumps(found))
"""


@contextmanager
def planted(fault: Fault) -> Iterator[str]:
    """The address of a plain HTTP server with the fault; other methods than GET are refused with 405."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_given: object) -> None:
            return

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            self.wfile.write(fault.answering(Seen("GET", self.path, headers)))

        def refused(self) -> None:
            self.rfile.read(int(self.headers.get("content-length") or 0))
            self.send_response(405)
            self.send_header("Content-Length", "0")
            self.end_headers()

    for method in ("POST", "PUT", "PATCH", "DELETE"):
        setattr(Handler, f"do_{method}", Handler.refused)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/scim/v1"
    finally:
        server.shutdown()
        server.server_close()


def chosen() -> list[Fault]:
    """The first 25 faults of answers: what both can be asked about, over plain HTTP and without a proxy."""
    usual = Fault("", None, None, "")
    found = [
        each
        for each in ALL
        if each.cause is not None
        and each.check in ("http", "auth", "scim", "encoding")
        and (each.raw, each.proxy, each.url, each.microsoft) == (None, None, usual.url, None)
        and each.answering is not usual.answering
        and not each.warning
        and each.key == KEY
    ]
    steps = len(found) / COUNT
    return [found[int(number * steps)] for number in range(COUNT)]


def installed() -> Path:
    """The interpreter of scim2-tester's own environment."""
    python = FOLDER / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        venv.create(FOLDER, with_pip=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    return python


def at_scim2_tester(python: Path, fault: Fault) -> str:
    """What scim2-tester reports: how many of its checks failed, and the first reason."""
    with planted(fault) as address:
        done = subprocess.run(
            [python, "-c", _ASK, address],
            input=KEY,
            capture_output=True,
            text=True,
            timeout=600,
            check=True,
        )
    found = json.loads(done.stdout.splitlines()[-1])
    failed = [each for each in found if each[0] in ("ERROR", "CRITICAL", "DEVIATION")]
    if not failed:
        return f"no failure in {len(found)} checks"
    reason = " ".join(f"{failed[0][1]}: {failed[0][2]}".split()).replace("|", "&#124;").replace("<", "&lt;")
    reason = reason if len(reason) <= _LONGEST else f"{reason[:_LONGEST]}…"
    return f"{len(failed)} of {len(found)} checks fail; first: {reason}"


async def here(fault: Fault, lab: Authority) -> str:
    """The cause and the headline of this connection test."""
    report, _running = await fault.tested(lab)
    return f"`{report.cause}`: {shown(report)[0]}"


def page() -> str:
    """The page; takes some minutes."""
    python = installed()
    lines = [
        "# The same faults at scim2-tester and here",
        "",
        f"{COUNT} faulty servers of the [connection laboratory](connection-laboratory.md), each asked",
        f"by {PACKAGES[0].replace('==', ' ')} and by this connection test. scim2-tester is made for",
        "authors of SCIM servers: it creates, changes and deletes test resources, and checks much that",
        "this test does not. Most servers of the laboratory answer searches only, so it ends at the",
        "description of the server. This test only reads, and says what keeps Microsoft's service from",
        "connecting. Written by",
        "`python -m tests.bench.side_by_side`.",
        "",
        "| Fault | Here | scim2-tester |",
        "| --- | --- | --- |",
    ]
    with tempfile.TemporaryDirectory() as folder:
        lab = Authority(Path(folder))
        for fault in chosen():
            ours = asyncio.run(here(fault, lab))
            lines.append(f"| {fault.name} ({fault.about}) | {ours} | {at_scim2_tester(python, fault)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
