"""A tenant, its job and its accounts as tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from wizard.entra.assignments import Assignment
from wizard.entra.roles import ZERO, AppRole
from wizard.entra.status import Count, Execution, JobStatus, SynchronizationJob
from wizard.mapping.expression import parse
from wizard.mapping.expression.source import to_source, write_source
from wizard.practice.graph import default_schema

Json = dict[str, Any]
NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)
ROLE = "b4e54a0b-1111-4222-8333-000000000001"
OFF = "b4e54a0b-1111-4222-8333-000000000002"
DEFAULT_ACCESS = ZERO
ROLES = (AppRole(ROLE, "User"), AppRole(OFF, "Former", is_enabled=False))
USER = "urn:ietf:params:scim:schemas:core:2.0:User"


@dataclass
class Tables:
    """Data of Entra and Playvox; `page` is the number of rows on a page."""

    users: dict[str, Json] = field(default_factory=dict)
    groups: dict[str, Json] = field(default_factory=dict)
    accounts: dict[str, Json] = field(default_factory=dict)
    log: list[Json] = field(default_factory=list)  # newest first
    connections: dict[str, Json] = field(default_factory=dict)  # by person and by account
    assignments: list[Assignment] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)  # part of an address -> status
    schema: Json = field(default_factory=lambda: default_schema.build("job"))
    page: int = 100
    job: SynchronizationJob | None = None
    odd_rows: dict[str, list[Any]] = field(default_factory=dict)  # path -> rows that are none
    odd_ids: set[str] = field(default_factory=set)  # accounts that Playvox lists as null
    requests: list[str] = field(default_factory=list)

    # ---- preparing

    def person(self, name: str, *roles: str, account: bool = False, **values: Any) -> str:
        """Add a person assigned with these roles (none: not assigned); the id is the name."""
        self.users[name] = {
            "id": name,
            "userPrincipalName": f"{name}@contoso.com",
            "displayName": name.title(),
            "givenName": name.title(),
            "surname": "Doe",
            "mail": f"{name}@contoso.com",
            "mailNickname": name,
            "accountEnabled": True,
            "userType": "Member",
            "createdDateTime": "2026-01-01T00:00:00Z",
            **values,
        }
        for role in roles:
            self.assign(name, "User", role)
        if account:
            self.account(f"a-{name}", name)
        return name

    def assign(self, principal: str, kind: str, role: str = ROLE) -> None:
        number = len(self.assignments)
        self.assignments.append(Assignment(f"r{number}", principal, role, principal.title(), kind))

    def group(self, name: str, *members: str, role: str = ROLE, **values: Any) -> None:
        """Add an assigned group."""
        about = {"id": name, "displayName": name.title(), "securityEnabled": True, **values}
        self.groups[name] = {"about": about, "users": members, "groups": ()}
        self.assign(name, "Group", role)

    def account(self, identifier: str, name: str, **values: Any) -> None:
        """Add an account that agrees with the person of that name unless `values` differ."""
        self.accounts[identifier] = {
            "schemas": [USER],
            "id": identifier,
            "userName": f"{name}@contoso.com",
            "active": True,
            "displayName": name.title(),
            "emails": [{"type": "work", "value": f"{name}@contoso.com", "primary": True}],
            "name": {"givenName": name.title(), "familyName": "Doe", "formatted": f"{name.title()} Doe"},
            "externalId": name,
            "meta": {"resourceType": "User", "lastModified": "2026-10-01T00:00:00Z"},
            **values,
        }

    def map(self, target: str, expression: str | None, **members: Any) -> None:
        """Map a target attribute; None removes its row."""
        rows = self.mapping["attributeMappings"]
        old = next((row for row in rows if row["targetAttributeName"] == target), None)
        if expression is None:
            rows.remove(old)
            return
        row: Json = old if old is not None else {"flowType": "Always", "matchingPriority": 0}
        row |= {"targetAttributeName": target, "source": write_source(to_source(parse(expression)))}
        row |= members
        if old is None:
            rows.append(row)

    def filter(self, attribute: str, operator: str, *values: str) -> None:
        """Set a scoping filter with one clause."""
        clause = {
            "sourceOperandName": attribute,
            "operatorName": operator,
            "targetOperand": {"values": list(values)},
        }
        self.mapping["scope"] = {"groups": [{"name": "", "clauses": [clause]}]}

    @property
    def mapping(self) -> Json:
        """Object mapping of users."""
        found: Json = self.schema["synchronizationRules"][0]["objectMappings"][0]
        return found

    def is_odd(self, account: Json) -> bool:
        """Whether Playvox lists this account as null; its own id may be of any kind."""
        return any(account.get("id") == each for each in self.odd_ids)

    def ran(self, began: str = "2026-11-01T00:00:00Z", *, code: str = "Active", linked: int = 0) -> None:
        """Record that the job has run; `linked` is the number of people it ever linked."""
        last = Execution("Succeeded", time_began=datetime.fromisoformat(began))
        counts = (Count("User to User", linked),) if linked else ()
        status = JobStatus(code, last_execution=last, synchronized_entry_count_by_type=counts)
        self.job = SynchronizationJob("job", status=status)

    def logged(self, person: str, action: str, status: str = "success", **more: Any) -> None:
        """Add an entry to the job's log, older than those before it; its links still exist."""
        number = len(self.log)
        steps = [{"name": more.get("step", "EntryImport"), "details": more.get("details", {})}]
        errors = {"errorCode": more["error"]} if "error" in more else None
        self.log.append(
            {
                "id": f"e{number}",
                "activityDateTime": more.get("at", f"2026-10-{28 - number:02}T00:00:00Z"),
                "jobId": "job",
                "provisioningAction": action,
                "provisioningStatusInfo": {"status": status, "errorInformation": errors},
                "sourceIdentity": {
                    "id": person,
                    "displayName": more.get("name", person.title()),
                    "details": {"UserPrincipalName": f"{person}@contoso.com"},
                },
                "targetIdentity": {"id": more.get("account", f"a-{person}")},
                "provisioningSteps": steps,
                "modifiedProperties": [
                    {"displayName": name, "newValue": value}
                    for name, value in more.get("written", {}).items()
                ],
            }
        )

        if status == "success":
            self.linked(person, str(more.get("account", "")))

    def linked(self, person: str, account: str = "") -> None:
        """Object connections of a person and an account."""
        link = {"sourceAnchor": person, "targetAnchor": account or f"a-{person}"}
        self.connections[person] = self.connections[link["targetAnchor"]] = link
