"""A large practice tenant behind a slow connection, as a separate process.

`python -m tests.bench.large_tenant` prints one JSON line: its address, and the job. With `--ran` everybody
already has a linked account, as after a first cycle.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from typing import Any

from tests.practice.workshop import add_job, principal
from wizard.practice import PracticeOptions, harness, start
from wizard.practice.clock import stamp
from wizard.practice.playvox import PracticeAccounts
from wizard.practice.playvox.seed import _body
from wizard.practice.service.jobs import execution
from wizard.practice.service.links import Link, Memory
from wizard.practice.store import ObjectKind
from wizard.practice.tenant import Tenant


class FarAway:
    """Delays requests to an ASGI application."""

    def __init__(self, app: Any, delay: float) -> None:
        self._app = app
        self._delay = delay

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(self._delay)
        await self._app(scope, receive, send)


def far_away(delay: float) -> None:
    """Delay each request to every server of this process by `delay` seconds."""
    for name in ("create_front", "create_playvox"):
        make = getattr(harness, name)
        setattr(harness, name, lambda tenant, make=make: FarAway(make(tenant), delay))


def as_after_a_cycle(tenant: Tenant, job: str) -> None:
    """Give everybody enabled a linked account."""
    store, memory = tenant.store, Memory(tenant.store, job)
    now = stamp(tenant.clock.now())
    accounts = PracticeAccounts(store)
    for account in list(accounts.every()):
        accounts.remove(account.id)
    people = [user for user in store.users() if user["accountEnabled"]]
    bodies = []
    for user in people:
        given, family = str(user["givenName"] or ""), str(user["surname"] or "")
        body = _body(str(user["userPrincipalName"]), given, family)
        bodies.append({**body, "displayName": user["displayName"], "externalId": user["mailNickname"]})
    accounts.add_many(bodies, now)
    with store.transaction():
        for user in people:
            found = accounts.find(str(user["userPrincipalName"]))
            if found is not None:
                memory.remember(user["id"], Link(found.id, found.user_name))
    done = execution("Succeeded", tenant.clock.now(), tenant.clock.now(), "cycle", {})

    def change(body: dict[str, Any]) -> None:
        body["status"].update(
            code="Active",
            lastExecution=done,
            lastSuccessfulExecution=done,
            steadyStateFirstAchievedTime=now,
            synchronizedEntryCountByType=[{"key": "User to User", "value": memory.count_links()}],
        )

    store.update(ObjectKind.JOB, job, change)


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--delay", type=float, default=0.03)
    parser.add_argument("--ran", action="store_true")
    parser.add_argument("--assigned", action="store_true")
    args = parser.parse_args()
    far_away(args.delay)
    options = PracticeOptions(people=args.people, replication_lag=0)
    async with start(options) as practice:
        await practice.tenant.service.stop()  # type: ignore[union-attr]
        key = practice.line.key.get_secret_value()
        assigned = ("All Employees",) if args.assigned else ()
        job = add_job(practice.tenant, *assigned, token=key, SyncAll=str(not args.assigned).lower())
        if args.ran:
            await asyncio.to_thread(as_after_a_cycle, practice.tenant, job)
        line = json.loads(practice.line.model_dump_json())
        line |= {"job": job, "application": principal(practice.tenant, job)}
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
        await practice.wait_stopped()


if __name__ == "__main__":
    asyncio.run(main())
