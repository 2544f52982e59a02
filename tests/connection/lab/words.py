"""The words of each fault's report, as the page docs/connection-laboratory.md shows them.

`python -m tests.connection.lab.words` runs every fault and writes the file; the laboratory's test compares.
"""

from __future__ import annotations

import asyncio
import json
import re
import tempfile
from pathlib import Path

from tests.connection.lab.authority import Authority
from tests.connection.lab.faults import ALL
from wizard.connection import ConnectionReport

FILE = Path(__file__).with_name("words.json")


def shown(report: ConnectionReport) -> list[str]:
    """The headline and the first remedy, without the ports of this run."""
    words = report.explanation
    return [re.sub(r":\d{4,5}\b", "", text) for text in (words.what, *words.do[:1])]


def read() -> dict[str, list[str]]:
    """The words by the fault's name."""
    found: dict[str, list[str]] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


async def _run_all() -> dict[str, list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        lab = Authority(Path(folder))
        return {fault.name: shown((await fault.tested(lab))[0]) for fault in ALL}


if __name__ == "__main__":
    text = json.dumps(asyncio.run(_run_all()), indent=1, ensure_ascii=False)
    FILE.write_text(text + "\n", encoding="utf-8")
