"""Computes a plan of a large tenant twice, then fetches the same pages with httpx alone.

`python -m tests.bench.plan_once FILE`; FILE holds the line of `large_tenant`. With `--quality` the data
quality of everyone is found too. Prints one JSON line with the processor and wall time of all three, the
most memory the plans needed, and the longest computation on the event loop.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from tests.bench.peak_memory import peak_memory
from wizard.entra import applications, assignments, jobs, schema, secrets
from wizard.entra.cloud import Cloud
from wizard.entra.consistency import WaitPolicy
from wizard.entra.graph import Graph
from wizard.entra.scopes import READ_SCOPES
from wizard.entra.sign_in import SignIn
from wizard.network.clients import Network
from wizard.network.key_hosts import KeyForHost
from wizard.plan import PlanProgress, PlanRequest, compute
from wizard.playvox.address import TenantUrl, parse_tenant_url
from wizard.playvox.scim import Playvox
from wizard.steps.base.practice_line import PracticeLine
from wizard.steps.base.practice_sign_in import answer_by_itself

Json = dict[str, Any]
_TURN = 0.005  # seconds


class LoopWatch:
    """Longest pause between two iterations of the event loop, in seconds.

    `computed` is processor time of the loop's thread: a computation that blocks it. `paused` is wall time
    beyond the requested sleep, which includes the machine's other work.
    """

    def __init__(self) -> None:
        self.computed = 0.0
        self.paused = 0.0

    async def run(self) -> None:
        used, began = time.thread_time(), time.monotonic()
        while True:
            await asyncio.sleep(_TURN)
            spent, now = time.thread_time(), time.monotonic()
            self.computed = max(self.computed, spent - used)
            self.paused = max(self.paused, now - began - _TURN)
            used, began = spent, now


async def request_of(graph: Graph, line: Json) -> PlanRequest:
    owner = line["application"]
    [job] = await jobs.jobs(graph, owner)
    saved = await secrets.saved(graph, owner)
    return PlanRequest(
        application_id=owner,
        schema=(await schema.schema(graph, owner, job.id)).mappings,
        assignments=await assignments.assigned(graph, owner),
        roles=(await applications.application(graph, owner)).app_roles,
        sync_all=bool(saved.sync_all),
        saved_sync_all=saved.sync_all,
        job=job,
    )


async def floor(line: Json, token: str, select: str) -> None:
    """Fetch the same pages from Graph and, five at a time, from Playvox; decode and drop them."""
    network = Network(extra_ca=Path(line["ca_file"]), allow_loopback=True)
    async with network.client() as client:

        async def get(url: str, headers: Json) -> Json:
            answer = await client.get(url, headers=headers)
            answer.raise_for_status()
            found: Json = json.loads(answer.content)
            return found

        async def people() -> None:
            url: str | None = f"{line['graph']}/v1.0/users?$select={select}&$top=999"
            while url:
                page = await get(url, {"Authorization": f"Bearer {token}"})
                url = page.get("@odata.nextLink")

        async def accounts() -> None:
            headers = {"Authorization": f"Bearer {line['key']}"}
            base = f"{line['scim']}/Users"
            first = await get(f"{base}?startIndex=1&count=100", headers)
            starts = iter(range(101, first["totalResults"] + 1, 100))

            async def worker() -> None:
                for start in starts:
                    await get(f"{base}?startIndex={start}&count=100", headers)

            await asyncio.gather(*(worker() for _ in range(5)))

        await asyncio.gather(people(), accounts())


async def signed_in(line: Json) -> tuple[Network, SignIn, Graph]:
    """A Graph for the tenant, to be closed, and what it was made from."""
    network = Network(extra_ca=Path(line["ca_file"]), allow_loopback=True)
    practice = PracticeLine.model_validate(line)
    cloud = Cloud.practice(line["graph"], line["authority"])
    sign_in = SignIn(cloud, line["client_id"], network, None, "organizations")
    await sign_in.interactive(READ_SCOPES, open_browser=answer_by_itself(network, practice))
    return (
        network,
        sign_in,
        Graph(network, cloud, sign_in.token, waits=WaitPolicy(lambda _waiting: None)),
    )


def playvox_of(line: Json, network: Network) -> Playvox:
    url = parse_tenant_url(line["scim"], allow_loopback=True)
    assert isinstance(url, TenantUrl)
    return Playvox(network, url, KeyForHost(SecretStr(line["key"]), url.host))


async def main(line: Json, *, quality: bool) -> None:
    network, sign_in, signed_in_graph = await signed_in(line)
    told: list[PlanProgress] = []
    async with signed_in_graph as graph:
        request = await request_of(graph, line)
        results: list[Json] = []
        with tempfile.TemporaryDirectory() as folder:
            for _turn in range(2):
                watch = LoopWatch()
                task = asyncio.create_task(watch.run())
                cpu, wall = time.process_time(), time.monotonic()
                async with playvox_of(line, network) as playvox:
                    plan = await compute(
                        graph, playvox, replace(request, quality=quality), Path(folder), told.append
                    )
                cpu, wall = time.process_time() - cpu, time.monotonic() - wall
                task.cancel()
                began = time.monotonic()
                plan.rows(50_000, 100, text="a", sort="user_name")
                browsing = time.monotonic() - began
                results.append(
                    {
                        "cpu": cpu,
                        "wall": wall,
                        "computed": watch.computed,
                        "paused": watch.paused,
                        "browsing": browsing,
                        "counts": plan.header.model_dump()["counts"],
                        "left_alone": plan.header.left_alone,
                        "size": plan.path.stat().st_size,
                    }
                )
                plan.discard()
        memory = peak_memory()
        names = "id,userPrincipalName,displayName,mail,givenName,surname,accountEnabled,userType,department"
        token = (await sign_in.token()).value.get_secret_value()
        cpu, wall = time.process_time(), time.monotonic()
        await floor(line, token, f"{names},jobTitle,mailNickname,createdDateTime")
        cpu, wall = time.process_time() - cpu, time.monotonic() - wall
    floor_of = {"cpu": cpu, "wall": wall}
    found = {"plans": results, "megabytes": memory, "floor": floor_of, "notices": len(told)}
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    asyncio.run(main(json.loads(Path(sys.argv[1]).read_text()), quality="--quality" in sys.argv))
