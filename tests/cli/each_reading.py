"""Each reading of each subcommand fails alone, in every way: nothing unknown looks empty, zero or good.

`python -m tests.cli.each_reading 200` tries 200 of all cases, chosen by a new seed; a number behind it is
the seed, and names behind that are the subcommands to try.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import ssl
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.cli.conftest import CONFIG, Ran, serving
from tests.cli.one_reading import FAULTS, SILENCE, Between, Spoiled, between
from tests.cli.programs import Programs, program_server
from tests.connection.lab.authority import Authority

ANA = "ana@contoso.example"
COMMANDS: dict[str, tuple[str, ...]] = {
    "status": ("status",),
    "why": ("why", ANA),
    "plan": ("plan",),
    "logs": ("logs",),
    "key show": ("key", "show"),
    "key rotate": ("key", "rotate"),
    "people list": ("people", "list"),
    "scope show": ("scope", "show"),
    "mappings list": ("mappings", "list"),
    "test": ("test", "--entra", "--saved"),
    "watch": ("watch", "--once"),
    "report": ("report",),
    "quality": ("quality",),
    "drift": ("drift", "--config", "CONFIG"),
    "export": ("export",),
}
_PASSING = frozenset(
    {"elapsed_ms", "started", "checked", "time", "made", "read", "read_at", "requests", "plan", "summary"}
)
"""Members that differ in every run."""
_WRONG_WORDS = ("Traceback", "defect of the program", "Errno", "pydantic")
_MOST = 100.0  # seconds


@dataclass(frozen=True)
class World:
    """A tenant that is set up, its folder, and what stands between it and the program."""

    programs: Programs
    middle: Between
    line: Path
    base: Path

    @property
    def silent(self) -> Path:
        """The file that names the reading with which the program has little patience."""
        return self.base / "silent"

    def spoil(self, reading: str, spoiled: Spoiled | None) -> None:
        """From now on this reading alone is spoiled; none without an answer in its place."""
        self.middle.spoil = {reading: spoiled} if spoiled is not None else {}
        self.middle.hit = 0
        silent = spoiled is not None and spoiled.instead == SILENCE
        self.silent.write_text(reading if silent else "")

    def run(self, name: str) -> tuple[Ran, float]:
        """Run a subcommand on a copy of the folder; the answer and how long it took."""
        with tempfile.TemporaryDirectory(dir=self.base) as copy:
            folder = Path(copy) / "data"
            shutil.copytree(self.base / "data", folder)
            arguments = [
                str(self.base / "setup.toml") if each == "CONFIG" else each for each in COMMANDS[name]
            ]
            given = b"no\n"
            rest = ["--json", "--practice", str(self.line), "--data-folder", str(folder)]
            began = time.monotonic()
            code, out, err = self.programs.run([*arguments, *rest], given, "utf-8")
            return Ran(code, out.decode(), err.decode()), time.monotonic() - began


@contextmanager
def world(base: Path, lab: Authority) -> Iterator[World]:
    """A tenant with people, a cycle behind it and a log, read through a server that can spoil answers."""
    (base / "setup.toml").write_text(CONFIG)
    line = base / "line.json"
    silent = base / "silent"
    silent.write_text("")
    env = {**os.environ, "SILENT_READING": str(silent)}
    with (
        program_server(env, module="tests.cli.hurried_server") as programs,
        serving(base / "practice.json", programs=programs) as served,
    ):
        trust = ssl.create_default_context(cafile=served.line["ca_file"])
        place = urlsplit(served.line["graph"])
        both = base / "both.pem"
        both.write_bytes(Path(served.line["ca_file"]).read_bytes() + lab.root_file.read_bytes())
        with between(f"https://{place.netloc}", trust, lab.context(names=("localhost",))) as middle:
            address = f"https://localhost:{middle.port}"
            line.write_text(json.dumps({**served.line, "graph": address, "ca_file": str(both)}))
            made = World(programs, middle, line, base)
            rest = ["--practice", str(served.file), "--data-folder", str(base / "data")]
            for arguments in (["apply", "--config", str(base / "setup.toml"), "--yes"],):
                code, _out, err = programs.run([*arguments, *rest], b"", "utf-8")
                assert code == 0, err.decode()
            served.control("POST", "cycle", {})
            yield made


def readings(made: World, name: str) -> tuple[Ran, list[str]]:
    """What a subcommand says with nothing spoiled, and what it reads."""
    made.spoil("", None)
    made.middle.seen = []
    ran, _seconds = made.run(name)
    found = [each for each in dict.fromkeys(made.middle.seen) if each.startswith("GET ")]
    return ran, found


def lost(right: Any, now: Any, where: str = "$") -> list[str]:
    """Members that had a value and are now empty, zero or false: what is unknown is null or absent."""
    if isinstance(right, dict) and isinstance(now, dict):
        return [
            each
            for name in right.keys() & now.keys() - _PASSING
            for each in lost(right[name], now[name], f"{where}.{name}")
        ]
    if right and not now and now is not None and type(right) is type(now):
        return [f"{where}: {right!r:.80} became {now!r}"]
    return []


def says_why(ran: Ran) -> bool:
    """Whether the answer says that something is not known, and why."""
    try:
        answer = json.loads(ran.out)
    except ValueError:
        return bool(ran.err.strip())
    return _unreadable(answer) or any(answer.get(name) for name in ("problem", "unread", "unknown"))


def _unreadable(answer: dict[str, Any]) -> bool:
    """Whether a report says that a part could not be read."""
    return any(each["code"] == "unreadable" for each in answer.get("issues", ()))


def differs(right: Any, now: Any) -> bool:
    """Whether two answers differ in more than times."""
    if isinstance(right, dict) and isinstance(now, dict):
        names = (right.keys() | now.keys()) - _PASSING
        return any(differs(right.get(name), now.get(name)) for name in names)
    if isinstance(right, list) and isinstance(now, list):
        return len(right) != len(now) or any(differs(*pair) for pair in zip(right, now, strict=True))
    return bool(right != now)


def wrong(right: Ran, ran: Ran, seconds: float) -> list[str]:
    """What is wrong with an answer, compared with the one that had nothing spoiled."""
    found = [word for word in _WRONG_WORDS if word in ran.out + ran.err]
    if ran.code not in (0, 1, 2, 3):
        found.append(f"exit code {ran.code}")
    if seconds > _MOST:
        found.append(f"{seconds:.0f} s")
    try:
        before, now = json.loads(right.out), json.loads(ran.out)
    except ValueError:
        found.append("no JSON")
        return found
    for answer in (before, now):
        answer.pop("id", None)  # of a plan: another one in each run
    if now.get("problem") is None and not _unreadable(now):
        found += lost(before, now)
    if differs(before, now) and not says_why(ran):
        found.append("differs, and does not say why")
    return found


def try_one(made: World, name: str, right: Ran, reading: str, fault: str) -> tuple[Ran, list[str]]:
    """Spoil one reading; the answer and what is wrong with it."""
    made.spoil(reading, FAULTS[fault])
    ran, seconds = made.run(name)
    found = wrong(right, ran, seconds)
    if not made.middle.hit:
        found.append("was not read")
    return ran, found


def main() -> int:
    """Try some cases; 1 when any went wrong."""
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1 << 16)
    wanted = sys.argv[3:] or list(COMMANDS)
    print("seed", seed, flush=True)
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        (base / "authority").mkdir()
        with world(base, Authority(base / "authority")) as made:
            cases, rights = [], {}
            for name in wanted:
                rights[name], found = readings(made, name)
                print(f"{name}: {len(found)} readings, exit code {rights[name].code}", flush=True)
                cases += [(name, reading, fault) for reading in found for fault in FAULTS]
            chance = random.Random(seed)
            for name, reading, fault in chance.sample(cases, min(count, len(cases))):
                ran, found = try_one(made, name, rights[name], reading, fault)
                bad += bool(found)
                told = _problem(ran)
                print(
                    "BAD" if found else "ok ",
                    name,
                    "|",
                    reading,
                    "|",
                    fault,
                    "|",
                    ran.code,
                    told,
                    *found,
                    flush=True,
                )
    print("bad", bad)
    return min(1, bad)


def _problem(ran: Ran) -> str:
    try:
        answer = json.loads(ran.out)
    except ValueError:
        return ran.err.strip()[-200:]
    problem = answer.get("problem") or {}
    unknown = [each.get("part") for each in answer.get("unknown") or [] if isinstance(each, dict)]
    return f"{problem.get('code')} unknown={unknown} unread={len(answer.get('unread') or [])}"


if __name__ == "__main__":
    sys.exit(main())
