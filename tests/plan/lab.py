"""A practice tenant in which a plan is computed over HTTP, the real cycle is run, and both are compared."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.practice.workshop import add_job, assign, principal, unassign
from wizard.entra import applications, assignments, jobs, schema, secrets
from wizard.network.key_hosts import KeyForHost
from wizard.plan import Plan, PlanRequest, PlanRow, compute
from wizard.playvox.address import TenantUrl, parse_tenant_url
from wizard.playvox.scim import Playvox
from wizard.practice.playvox import PracticeAccounts
from wizard.practice.store import ObjectKind

if TYPE_CHECKING:
    from wizard.entra.graph import Graph
    from wizard.practice import Practice

Json = dict[str, Any]
ACTIVE = 'Switch([IsSoftDeleted], , "False", "True", "True", "False")'


@dataclass
class Judgement:
    """What a plan predicted and what then happened; `wrong` are the certain rows that were wrong."""

    plan: Plan
    rows: list[PlanRow]
    happened: dict[str, str]
    wrong: list[str] = field(default_factory=list)

    @property
    def unknown(self) -> list[PlanRow]:
        return [row for row in self.rows if row.action == "unknown"]

    def actions(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for row in self.rows:
            counts[row.action] = counts.get(row.action, 0) + 1
        return counts

    def row(self, name: str) -> PlanRow:
        """The row of a person by sign-in name."""
        return next(row for row in self.rows if row.user_name.casefold() == name.casefold())


class PlanLab:
    """One tenant with one job; the service runs only on request."""

    def __init__(self, practice: Practice, graph: Graph, folder: Path) -> None:
        self.practice = practice
        self.tenant = practice.tenant
        self.store = practice.tenant.store
        self.graph = graph
        self.folder = folder
        self.accounts = PracticeAccounts(self.store)
        self.job = ""
        self.on_demand: dict[str, str] = {}
        self.mapped = self.tenant.clock.now()  # when the mappings were changed last

    # ---- preparing

    def add_job(self, *assigned: str, **settings: str) -> None:
        """Create a job for these people and groups; `settings` are secrets, such as SyncAll="true"."""
        settings.setdefault("token", self.practice.line.key.get_secret_value())
        self.job = add_job(self.tenant, *assigned, **settings)

    def assign(self, *names: str) -> None:
        for name in names:
            assign(self.tenant, self.job, name)

    def unassign(self, *names: str) -> None:
        for name in names:
            unassign(self.tenant, self.job, name)

    def user(self, name: str) -> Json:
        found = self.store.user(name)
        assert found is not None, name
        return found

    def change(self, name: str, **values: Any) -> None:
        """Change a person in Entra."""
        self.store.put_user({**self.user(name), **values})

    def people(self, wanted: Callable[[Json], bool] = lambda _user: True) -> list[Json]:
        return [user for user in self.store.users() if wanted(user)]

    def members(self, group: str) -> list[str]:
        """Sign-in names of the direct members of a group."""
        return [
            self.user(each)["userPrincipalName"]
            for each, _ in self.store.members(self.group(group), "user")
        ]

    def group(self, name: str) -> str:
        return next(group["id"] for group in self.store.groups() if group["displayName"] == name)

    def settings(self, **values: str) -> None:
        """Change saved secrets, as another administrator would."""
        owner = principal(self.tenant, self.job)
        saved = self.store.get(ObjectKind.SECRETS, owner) or {}
        self.store.put(ObjectKind.SECRETS, owner, {**saved, **values})

    def mapping(self, change: Callable[[Json], None]) -> None:
        """Change the users' object mapping as saving it through Graph does."""

        def edit(body: Json) -> None:
            change(body["synchronizationRules"][0]["objectMappings"][0])

        self.store.update(ObjectKind.SCHEMA, self.job, edit)
        self.mapped = self.tenant.clock.now()
        if self.tenant.service is not None:
            self.tenant.service.restart(self.job, frozenset({"Watermark"}))

    def map(self, target: str, expression: str | None, **members: Any) -> None:
        """Map a target attribute; None removes its row."""
        from wizard.mapping.expression import parse
        from wizard.mapping.expression.source import to_source, write_source

        def change(mapping: Json) -> None:
            rows = [row for row in mapping["attributeMappings"] if row["targetAttributeName"] != target]
            old = next(
                (row for row in mapping["attributeMappings"] if row["targetAttributeName"] == target), {}
            )
            if expression is not None:
                source = write_source(to_source(parse(expression)))
                base = {"flowType": "Always", "flowBehavior": "FlowWhenChanged", "matchingPriority": 0}
                rows.append({**base, **old, "targetAttributeName": target, "source": source, **members})
            mapping["attributeMappings"] = rows

        self.mapping(change)

    def filter(self, *clauses: tuple[str, str, str]) -> None:
        """Set a scoping filter with one group."""

        def change(mapping: Json) -> None:
            mapping["scope"] = {
                "groups": [
                    {
                        "name": "Only these",
                        "clauses": [
                            {
                                "sourceOperandName": name,
                                "operatorName": operator,
                                "targetOperand": {"values": [value] if value else []},
                            }
                            for name, operator, value in clauses
                        ],
                    }
                ]
            }

        self.mapping(change)

    def roles(self, change: Callable[[list[Json]], None]) -> None:
        """Change the application's roles."""
        owner = principal(self.tenant, self.job)
        self.store.update(ObjectKind.SERVICE_PRINCIPAL, owner, lambda body: change(body["appRoles"]))

    def set_role(self, name: str, role_id: str) -> None:
        """Give an assigned person or group another role."""
        for one in self.store.find(ObjectKind.ASSIGNMENT, parent=principal(self.tenant, self.job)):
            found = self.store.user(name)
            if one["principalDisplayName"] == name or (found and one["principalId"] == found["id"]):
                self.store.update(
                    ObjectKind.ASSIGNMENT, one["id"], lambda body: body.update(appRoleId=role_id)
                )

    def add_account(self, user_name: str, **values: Any) -> None:
        """Add an account that somebody created by hand."""
        body = {
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
            "userName": user_name,
            "active": True,
            **values,
        }
        self.accounts.add(body, self._now())

    def clear_playvox(self) -> None:
        for account in list(self.accounts.every()):
            self.accounts.remove(account.id)

    def change_account(self, user_name: str, **values: Any) -> None:
        """Change an account in Playvox."""
        account = self.accounts.find(user_name)
        assert account is not None, user_name
        self.accounts.replace(account.id, {**account.body, **values}, self._now())

    def _now(self) -> str:
        return self.tenant.clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def restart(self, *scopes: str) -> None:
        """Restart as Graph does it: like the portal unless scopes are given."""
        wanted = frozenset(scopes or ("QuarantineState", "Watermark", "Escrows"))

        def change(body: Json) -> None:
            body["status"]["quarantine"] = None
            if "Watermark" in wanted:
                body["status"]["code"] = "NotRun"

        self.store.update(ObjectKind.JOB, self.job, change)
        assert self.tenant.service is not None
        self.tenant.service.restart(self.job, wanted)

    async def cycle(self) -> None:
        """Run one real cycle."""
        assert self.tenant.service is not None
        await self.tenant.service.run_cycle(self.job)

    # ---- planning

    async def request(self, **changes: Any) -> PlanRequest:
        """The plan's request, read through Graph as the product reads it."""
        owner = principal(self.tenant, self.job)
        application = await applications.application(self.graph, owner)
        [job] = await jobs.jobs(self.graph, owner)
        found = await schema.schema(self.graph, owner, self.job)
        saved = await secrets.saved(self.graph, owner)
        notification = saved.notification
        values: dict[str, Any] = {
            "application_id": owner,
            "schema": found.mappings,
            "assignments": await assignments.assigned(self.graph, owner),
            "roles": application.app_roles,
            "sync_all": bool(saved.sync_all),
            "saved_sync_all": saved.sync_all,
            "keep_out_of_scope": bool(saved.skip_out_of_scope_deletions),
            "threshold": notification.delete_threshold_value
            if notification.delete_threshold_enabled
            else None,
            "job": job,
            "on_demand": self.on_demand,
            "mappings_since": self.mapped,
        }
        return PlanRequest(**{**values, **changes})

    def playvox(self) -> Playvox:
        url = parse_tenant_url("https://acme.playvox.com/scim/v1")
        assert isinstance(url, TenantUrl)
        return Playvox(self.practice.network, url, KeyForHost(self.practice.line.key, url.host))

    async def plan(self, **changes: Any) -> Plan:
        async with self.playvox() as playvox:
            return await compute(self.graph, playvox, await self.request(**changes), self.folder)

    async def judge(self, *, before_cycle: Callable[[], None] | None = None, **changes: Any) -> Judgement:
        """Compute the plan, run the cycle, compare row by row.

        `before_cycle` makes the changes that the plan assumes, such as saving a scope.
        """
        plan = await self.plan(**changes)
        if before_cycle is not None:
            before_cycle()
        before = {account.id: copy.deepcopy(account.body) for account in self.accounts.every()}
        seen = {log["id"] for _, log in self.store.logs(job_id=self.job, limit=100_000)}
        await self.cycle()
        logs = [log for _, log in self.store.logs(job_id=self.job, limit=100_000) if log["id"] not in seen]
        after = {account.id: account.body for account in self.accounts.every()}
        happened = {str(log["sourceIdentity"]["id"]): _effect(log, before, after) for log in reversed(logs)}
        judgement = Judgement(plan, list(plan.all_rows()), happened)
        judgement.wrong = list(_compare(judgement, before, after))
        return judgement


def _effect(log: Json, before: Mapping[str, Json], after: Mapping[str, Json]) -> str:
    """What a log entry did, as an action of the plan, with the code of an error or skip."""
    status = log["provisioningStatusInfo"]["status"]
    action, target = log["provisioningAction"], log["targetIdentity"]["id"]
    if action == "stagedDelete":
        return "held back"
    if status == "success":
        if action in ("disable", "delete"):
            had = before.get(target, {}).get("active", False)
            return "deactivate" if had or action == "delete" else "nothing"
        if action == "update":
            return "update" if before.get(target) != after.get(target) else "nothing"
        return str(action)
    if status == "failure":
        return "failure " + str(log["provisioningStatusInfo"]["errorInformation"]["errorCode"])
    reasons = [step["details"].get("SkipReason") for step in log["provisioningSteps"]]
    reason = next((each for each in reasons if each), "")
    return "link" if reason == "RedundantExport" else f"skipped {reason}"


def _compare(judgement: Judgement, before: Mapping[str, Json], after: Mapping[str, Json]) -> Sequence[str]:
    wrong: list[str] = []
    told: set[str] = set()
    held = judgement.plan.header.held_back
    for row in judgement.rows:
        told.add(row.id)
        if row.action == "unknown":
            continue
        if row.kind == "account":
            if before.get(row.id) != after.get(row.id):
                wrong.append(f"account {row.user_name}: {row.action} ({row.reason}), but it changed")
            continue
        what = judgement.happened.get(row.id, "nothing")
        if not _came_true(row, what, held=held):
            wrong.append(
                f"{row.name} <{row.user_name}>: {row.action} ({row.reason} {dict(row.facts)}), but {what}"
            )
    changed = ("create", "update", "deactivate", "held back")
    for person, what in judgement.happened.items():
        if person not in told and what in changed:
            wrong.append(f"{person}: not in the plan, but {what}")
    return wrong


def _came_true(row: PlanRow, what: str, *, held: bool) -> bool:
    if row.action == "deactivate":
        return what == ("held back" if held else "deactivate")
    if row.action == "link":
        return what in ("link", "nothing")
    if row.action == "skip":
        return what in ("nothing", "held back") or what.startswith(("skipped", "failure"))
    return what == row.action
